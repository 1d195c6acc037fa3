import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, rootRoute, shellRoute, signedIn } from '#web/app/routes.tsx'

export const appsRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/apps',
    beforeLoad: opens('/apps'),
    component: lazyRouteComponent(() => import('./apps-page.tsx'), 'AppsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/apps/mine',
    beforeLoad: opens('/apps/mine'),
    component: lazyRouteComponent(() => import('./own-page.tsx'), 'OwnPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/apps/$appId',
    beforeLoad: opens('/apps'),
    component: lazyRouteComponent(() => import('./app-page.tsx'), 'AppPage'),
  }),
] as const

/** Outside of the shell: whoever comes from an app sees nothing but the question. */
export const consentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/consent/$visitId',
  beforeLoad: signedIn,
  component: lazyRouteComponent(() => import('./consent-page.tsx'), 'ConsentPage'),
})
