import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '#web/app/routes.tsx'

export const workbenchRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/',
    beforeLoad: needs('account.self'),
    component: lazyRouteComponent(() => import('./workbench-page.tsx'), 'WorkbenchPage'),
  }),
] as const
