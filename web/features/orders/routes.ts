import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '#web/app/routes.tsx'
import { readOrderSearch, readParcelSearch } from './order-search.ts'
import { readReviewSearch } from './review-search.ts'
import { readSummarySearch } from './summary-search.ts'

export const ordersRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/orders',
    beforeLoad: needs('orders.view'),
    validateSearch: readOrderSearch,
    component: lazyRouteComponent(() => import('./orders-page.tsx'), 'OrdersPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/totals',
    beforeLoad: needs('orders.summary'),
    validateSearch: readSummarySearch,
    component: lazyRouteComponent(() => import('./summary-page.tsx'), 'SummaryPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/parcels',
    beforeLoad: needs('orders.view'),
    validateSearch: readParcelSearch,
    component: lazyRouteComponent(() => import('./parcels-page.tsx'), 'ParcelsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/parcels/$parcelId',
    beforeLoad: needs('orders.view'),
    component: lazyRouteComponent(() => import('./parcel-page.tsx'), 'ParcelPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/review',
    beforeLoad: needs('orders.review'),
    validateSearch: readReviewSearch,
    component: lazyRouteComponent(() => import('./review-page.tsx'), 'ReviewPage'),
  }),
] as const
