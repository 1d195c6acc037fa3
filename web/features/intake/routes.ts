import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'

export const intakeRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/shops/quarantine',
    beforeLoad: opens('/shops/quarantine'),
    validateSearch: ({ shopId, platformOrderId }: Record<string, unknown>): { shopId?: string; platformOrderId?: string } => ({
      ...(typeof shopId === 'string' && { shopId }),
      // A number of digits alone arrives as a number.
      ...(platformOrderId !== undefined && { platformOrderId: String(platformOrderId) }),
    }),
    component: lazyRouteComponent(() => import('./quarantine-page.tsx'), 'QuarantinePage'),
  }),
] as const
