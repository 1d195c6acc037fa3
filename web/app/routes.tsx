import {
  createRootRoute,
  createRoute,
  type ErrorComponentProps,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import type { Permission } from '#contract/permissions.ts'
import { ApiError, isSessionEnd, type SessionEnd } from '#web/shared/api.ts'
import { opensPage, type PagePath, pages } from './pages.ts'
import { NotFoundPage, NotPermittedPage, ProblemPage } from './problem-pages.tsx'
import { queryClient } from './query-client.ts'
import { meQuery } from './session.ts'
import { Shell } from './shell.tsx'

export const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage, errorComponent: ProblemPage })

/** `ended`: why a session that was open is over; the sign-in page says it. */
type LoginSearch = { ticket?: string; next?: string; ended?: SessionEnd }
export const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  component: lazyRouteComponent(() => import('./login-page.tsx'), 'LoginPage'),
  validateSearch: (search: Record<string, unknown>): LoginSearch => ({
    ...(typeof search.ticket === 'string' && { ticket: search.ticket }),
    // Only a path of this application: never a way out to another site.
    ...(typeof search.next === 'string' && /^\/(?![/\\])/.test(search.next) && { next: search.next }),
    ...(isSessionEnd(search.ended) && { ended: search.ended }),
  }),
})

/** `beforeLoad` of what lies behind the sign-in: without a session the reader is asked to sign in and then comes back. */
export async function signedIn({ location }: { location: { href: string } }) {
  try {
    return { me: await queryClient.ensureQueryData(meQuery) }
  } catch (error) {
    if (!(error instanceof ApiError && isSessionEnd(error.code))) throw error
    throw redirect({
      to: '/login',
      search: {
        ...(location.href !== '/' && { next: location.href }),
        ...(error.code === 'accountFrozen' && { ended: error.code }),
      },
    })
  }
}

export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  errorComponent: ProblemPage,
  beforeLoad: signedIn,
})

class NotPermitted extends Error {
  readonly permission: Permission
  constructor(permission: Permission) {
    super(permission)
    this.permission = permission
  }
}

/** `beforeLoad` of a page: it opens as the list of pages says. Pages below another one open with it. */
export function opens(path: PagePath) {
  return async () => {
    const me = await queryClient.ensureQueryData(meQuery)
    if (!opensPage(me, path)) throw new NotPermitted(pages[path].right)
  }
}

/** What a page shows when it could not be opened. */
export function PageProblem({ error }: ErrorComponentProps) {
  return error instanceof NotPermitted ? <NotPermittedPage permission={error.permission} /> : <ProblemPage error={error} />
}
