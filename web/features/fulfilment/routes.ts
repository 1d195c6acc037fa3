import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'
import { readStationSearch, readWriteBackSearch } from './station-search.ts'

export const fulfilmentRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/fulfilment',
    beforeLoad: () => {
      throw redirect({ to: '/fulfilment/waybills', search: {} })
    },
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/fulfilment/waybills',
    beforeLoad: opens('/fulfilment/waybills'),
    validateSearch: readStationSearch,
    component: lazyRouteComponent(() => import('./waybill-station.tsx'), 'WaybillStation'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/fulfilment/print',
    beforeLoad: opens('/fulfilment/print'),
    validateSearch: readStationSearch,
    component: lazyRouteComponent(() => import('./print-station.tsx'), 'PrintStation'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/fulfilment/ship',
    beforeLoad: opens('/fulfilment/ship'),
    validateSearch: readStationSearch,
    component: lazyRouteComponent(() => import('./ship-station.tsx'), 'ShipStation'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/fulfilment/write-backs',
    beforeLoad: opens('/fulfilment/write-backs'),
    validateSearch: readWriteBackSearch,
    component: lazyRouteComponent(() => import('./write-backs-page.tsx'), 'WriteBacksPage'),
  }),
] as const
