import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'

export const leavingRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/team/leaving',
    beforeLoad: opens('/team/leaving'),
    component: lazyRouteComponent(() => import('./leavings-page.tsx'), 'LeavingsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/team/leaving/$accountId',
    beforeLoad: opens('/team/leaving'),
    component: lazyRouteComponent(() => import('./leaving-page.tsx'), 'LeavingPage'),
  }),
] as const
