import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'

export const workbenchRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/',
    beforeLoad: opens('/'),
    component: lazyRouteComponent(() => import('./workbench-page.tsx'), 'WorkbenchPage'),
  }),
] as const
