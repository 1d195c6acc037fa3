import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, rootRoute, shellRoute } from '#web/app/routes.tsx'

/** Open to whoever holds a link. */
export const acceptRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation/$token',
  component: lazyRouteComponent(() => import('./accept-page.tsx'), 'AcceptPage'),
})

export const invitationRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/team/invitations',
    beforeLoad: opens('/team/invitations'),
    component: lazyRouteComponent(() => import('./invitations-page.tsx'), 'InvitationsPage'),
  }),
] as const
