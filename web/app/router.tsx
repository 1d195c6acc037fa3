import { createRouter } from '@tanstack/react-router'
import { teamRoutes } from '#web/features/team/routes.ts'
import { apiPageRoutes } from './api-page/routes.ts'
import { Loading } from './loading.tsx'
import { NotFoundPage } from './problem-pages.tsx'
import { loginRoute, PageProblem, rootRoute, shellRoute } from './routes.tsx'

/** Every page of the application: a feature lists its own in `features/<name>/routes.ts` and is named here. */
const routeTree = rootRoute.addChildren([loginRoute, shellRoute.addChildren([...apiPageRoutes, ...teamRoutes])])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingMs: 200,
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
