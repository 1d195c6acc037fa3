import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'
import { readOrderSearch, readParcelSearch } from './order-search.ts'
import { readReviewSearch } from './review-search.ts'
import { readSummarySearch } from './summary-search.ts'

export const ordersRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/orders',
    beforeLoad: opens('/orders'),
    validateSearch: readOrderSearch,
    component: lazyRouteComponent(() => import('./orders-page.tsx'), 'OrdersPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/totals',
    beforeLoad: opens('/totals'),
    validateSearch: readSummarySearch,
    component: lazyRouteComponent(() => import('./summary-page.tsx'), 'SummaryPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/parcels',
    beforeLoad: opens('/parcels'),
    validateSearch: readParcelSearch,
    component: lazyRouteComponent(() => import('./parcels-page.tsx'), 'ParcelsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/parcels/$parcelId',
    beforeLoad: opens('/parcels'),
    component: lazyRouteComponent(() => import('./parcel-page.tsx'), 'ParcelPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/review',
    beforeLoad: opens('/review'),
    validateSearch: readReviewSearch,
    component: lazyRouteComponent(() => import('./review-page.tsx'), 'ReviewPage'),
  }),
] as const
