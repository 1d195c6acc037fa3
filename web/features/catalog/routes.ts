import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'

export const catalogRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/goods',
    beforeLoad: opens('/goods'),
    component: lazyRouteComponent(() => import('./goods-page.tsx'), 'GoodsPage'),
  }),
] as const
