import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'

export const inventoryRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/stock',
    beforeLoad: opens('/stock'),
    component: lazyRouteComponent(() => import('./stock-page.tsx'), 'StockPage'),
  }),
] as const
