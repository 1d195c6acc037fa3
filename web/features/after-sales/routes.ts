import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'
import { readCaseSearch } from './case-search.ts'

export const afterSalesRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/after-sales',
    beforeLoad: opens('/after-sales'),
    validateSearch: readCaseSearch,
    component: lazyRouteComponent(() => import('./after-sales-page.tsx'), 'AfterSalesPage'),
  }),
] as const
