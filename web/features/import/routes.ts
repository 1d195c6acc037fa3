import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '#web/app/routes.tsx'

export const importRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/import',
    beforeLoad: needs('orders.import'),
    component: lazyRouteComponent(() => import('./import-page.tsx'), 'ImportPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/import/$importId',
    beforeLoad: needs('orders.import'),
    component: lazyRouteComponent(() => import('./import-result-page.tsx'), 'ImportResultPage'),
  }),
] as const
