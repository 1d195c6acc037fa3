import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'

export const reviewRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/team/reviews',
    beforeLoad: opens('/team/reviews'),
    component: lazyRouteComponent(() => import('./reviews-page.tsx'), 'ReviewsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/team/reviews/$reviewId',
    beforeLoad: opens('/team/reviews'),
    component: lazyRouteComponent(() => import('./review-page.tsx'), 'ReviewPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/team/privileges',
    beforeLoad: opens('/team/privileges'),
    component: lazyRouteComponent(() => import('./privileges-page.tsx'), 'PrivilegesPage'),
  }),
] as const
