import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '#web/app/routes.tsx'

export const intakeRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/shops/quarantine',
    beforeLoad: needs('intake.view'),
    validateSearch: (search: Record<string, unknown>): { shopId?: string } =>
      typeof search.shopId === 'string' ? { shopId: search.shopId } : {},
    component: lazyRouteComponent(() => import('./quarantine-page.tsx'), 'QuarantinePage'),
  }),
] as const
