import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '#web/app/routes.tsx'

export const inventoryRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/stock',
    beforeLoad: needs('inventory.view'),
    component: lazyRouteComponent(() => import('./stock-page.tsx'), 'StockPage'),
  }),
] as const
