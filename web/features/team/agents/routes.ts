import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'

export const agentRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/team/agents',
    beforeLoad: opens('/team/agents'),
    component: lazyRouteComponent(() => import('./agents-page.tsx'), 'AgentsPage'),
  }),
] as const
