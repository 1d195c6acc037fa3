import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../routes.tsx'

export const apiPageRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/api-reference',
    component: lazyRouteComponent(() => import('./api-page.tsx'), 'ApiPage'),
  }),
] as const
