import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'

export const intakeRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/shops/quarantine',
    beforeLoad: opens('/shops/quarantine'),
    validateSearch: (search: Record<string, unknown>): { shopId?: string } =>
      typeof search.shopId === 'string' ? { shopId: search.shopId } : {},
    component: lazyRouteComponent(() => import('./quarantine-page.tsx'), 'QuarantinePage'),
  }),
] as const
