import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'

export const hiringRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/team/templates',
    beforeLoad: opens('/team/templates'),
    component: lazyRouteComponent(() => import('./templates-page.tsx'), 'TemplatesPage'),
  }),
] as const
