import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'

export const reviewsRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/reviews',
    beforeLoad: opens('/reviews'),
    component: lazyRouteComponent(() => import('./reviews-page.tsx'), 'ReviewsPage'),
  }),
] as const
