import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'
import { readTrackingSearch } from './tracking-search.ts'

export const tracingRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/fulfilment/tracking',
    beforeLoad: opens('/fulfilment/tracking'),
    validateSearch: readTrackingSearch,
    component: lazyRouteComponent(() => import('./tracking-page.tsx'), 'TrackingPage'),
  }),
] as const
