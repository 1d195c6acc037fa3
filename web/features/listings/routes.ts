import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'

export const listingsRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/listings',
    beforeLoad: opens('/listings'),
    component: lazyRouteComponent(() => import('./listings-page.tsx'), 'ListingsPage'),
  }),
] as const
