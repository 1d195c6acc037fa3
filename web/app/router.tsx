import { createRouter, parseSearchWith, stringifySearchWith } from '@tanstack/react-router'
import { accountRoutes } from '#web/features/account/routes.ts'
import { afterSalesRoutes } from '#web/features/after-sales/routes.ts'
import { appsRoutes, consentRoute } from '#web/features/apps/routes.ts'
import { catalogRoutes } from '#web/features/catalog/routes.ts'
import { fulfilmentRoutes } from '#web/features/fulfilment/routes.ts'
import { importRoutes } from '#web/features/import/routes.ts'
import { intakeRoutes } from '#web/features/intake/routes.ts'
import { inventoryRoutes } from '#web/features/inventory/routes.ts'
import { listingsRoutes } from '#web/features/listings/routes.ts'
import { ordersRoutes } from '#web/features/orders/routes.ts'
import { reviewsRoutes } from '#web/features/reviews/routes.ts'
import { settingsRoutes } from '#web/features/settings/routes.ts'
import { shopsRoutes } from '#web/features/shops/routes.ts'
import { acceptRoute, invitationRoutes } from '#web/features/team/invitations/routes.ts'
import { teamRoutes } from '#web/features/team/routes.ts'
import { tracingRoutes } from '#web/features/tracing/routes.ts'
import { workbenchRoutes } from '#web/features/workbench/routes.ts'
import { apiPageRoutes } from './api-page/routes.ts'
import { Loading } from './loading.tsx'
import { NotFoundPage } from './problem-pages.tsx'
import { loginRoute, PageProblem, rootRoute, setUpRoute, shellRoute } from './routes.tsx'

/** Every page of the application: a feature lists its own in `features/<name>/routes.ts` and is named here. */
const routeTree = rootRoute.addChildren([
  loginRoute,
  setUpRoute,
  acceptRoute,
  consentRoute,
  shellRoute.addChildren([
    ...accountRoutes,
    ...afterSalesRoutes,
    ...apiPageRoutes,
    ...appsRoutes,
    ...catalogRoutes,
    ...fulfilmentRoutes,
    ...importRoutes,
    ...intakeRoutes,
    ...inventoryRoutes,
    ...listingsRoutes,
    ...ordersRoutes,
    ...reviewsRoutes,
    ...settingsRoutes,
    ...shopsRoutes,
    ...teamRoutes,
    ...tracingRoutes,
    ...invitationRoutes,
    ...workbenchRoutes,
  ]),
])

/** Digits in an address stay text: an order number has more of them than a JavaScript number holds. */
function parseSearchValue(text: string): unknown {
  const value: unknown = JSON.parse(text)
  if (typeof value === 'number') throw new SyntaxError('kept as text')
  return value
}

export const router = createRouter({
  routeTree,
  parseSearch: parseSearchWith(parseSearchValue),
  stringifySearch: stringifySearchWith(JSON.stringify, parseSearchValue),
  defaultPreload: 'intent',
  defaultPendingMs: 300,
  defaultPendingMinMs: 150,
  defaultPendingComponent: Loading,
  defaultErrorComponent: PageProblem,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
