import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '#web/app/routes.tsx'

export const catalogRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/goods',
    beforeLoad: needs('catalog.view'),
    component: lazyRouteComponent(() => import('./goods-page.tsx'), 'GoodsPage'),
  }),
] as const
