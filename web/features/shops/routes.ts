import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'

type Authorised = { state: string; code: string }

export const shopsRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/shops',
    beforeLoad: opens('/shops'),
    component: lazyRouteComponent(() => import('./shops-page.tsx'), 'ShopsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/shops/authorised',
    beforeLoad: opens('/shops/authorised'),
    // A code of digits only is read as a number by the router.
    validateSearch: (search: Record<string, unknown>): Authorised => ({
      state: String(search.state ?? ''),
      code: String(search.code ?? ''),
    }),
    component: lazyRouteComponent(() => import('./authorised-page.tsx'), 'AuthorisedPage'),
  }),
] as const
