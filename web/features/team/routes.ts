import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'
import { agentRoutes } from './agents/routes.ts'
import { hiringRoutes } from './hiring/routes.ts'
import { leavingRoutes } from './leaving/routes.ts'
import { readLogSearch } from './log/log-search.ts'
import { readPeopleSearch } from './people/people-search.ts'
import { reviewRoutes } from './reviews/routes.ts'
import { readRolesSearch } from './roles/roles-search.ts'

export const teamRoutes = [
  ...agentRoutes,
  ...hiringRoutes,
  ...leavingRoutes,
  ...reviewRoutes,
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/team',
    beforeLoad: opens('/team'),
    validateSearch: readPeopleSearch,
    component: lazyRouteComponent(() => import('./people/people-page.tsx'), 'PeoplePage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/team/roles',
    beforeLoad: opens('/team/roles'),
    validateSearch: readRolesSearch,
    component: lazyRouteComponent(() => import('./roles/roles-page.tsx'), 'RolesPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/log',
    beforeLoad: opens('/log'),
    validateSearch: readLogSearch,
    component: lazyRouteComponent(() => import('./log/log-page.tsx'), 'LogPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/my-activity',
    beforeLoad: opens('/my-activity'),
    validateSearch: readLogSearch,
    component: lazyRouteComponent(() => import('./log/my-activity-page.tsx'), 'MyActivityPage'),
  }),
] as const
