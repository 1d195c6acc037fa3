import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { mayCall } from '#web/app/pages.ts'
import { queryClient } from '#web/app/query-client.ts'
import { opens, shellRoute } from '#web/app/routes.tsx'
import { beginReading, beginReadingPages } from '#web/shared/use-operation.ts'
import { agentRoutes } from './agents/routes.ts'
import { hiringRoutes } from './hiring/routes.ts'
import { leavingRoutes } from './leaving/routes.ts'
import { readLogSearch } from './log/log-search.ts'
import { inputOf, readPeopleSearch } from './people/people-search.ts'
import { reviewRoutes } from './reviews/routes.ts'
import { readRolesSearch } from './roles/roles-search.ts'

/** Where the names come from that the list of people is told in. */
const namedInList = [
  'team.listDepartments',
  'team.listRoles',
  'team.readSeats',
  'shops.listShops',
  'shops.listWarehouses',
] as const

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
    loaderDeps: ({ search }) => search,
    // The list is on its way while the page itself still is.
    loader: ({ deps, context }) => {
      beginReadingPages(queryClient, 'team.listStaff', inputOf(deps))
      for (const name of namedInList) if (mayCall(context.me, name)) beginReading(queryClient, name, {})
    },
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
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/my-rights',
    beforeLoad: opens('/my-rights'),
    component: lazyRouteComponent(() => import('./why/my-rights-page.tsx'), 'MyRightsPage'),
  }),
] as const
