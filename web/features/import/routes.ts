import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'

export const importRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/import',
    beforeLoad: opens('/import'),
    component: lazyRouteComponent(() => import('./import-page.tsx'), 'ImportPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/import/$importId',
    beforeLoad: opens('/import'),
    component: lazyRouteComponent(() => import('./import-result-page.tsx'), 'ImportResultPage'),
  }),
] as const
