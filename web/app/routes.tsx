import {
  createRootRoute,
  createRoute,
  type ErrorComponentProps,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import type { Permission } from '#contract/permissions.ts'
import { loadAllTexts } from '#web/i18n/i18n.ts'
import { ApiError, isSessionEnd, type SessionEnd } from '#web/shared/api.ts'
import { opensPage, type PagePath, pages } from './pages.ts'
import { NotFoundPage, NotPermittedPage, ProblemPage } from './problem-pages.tsx'
import { queryClient } from './query-client.ts'
import { meQuery } from './session.ts'
import { Shell } from './shell.tsx'

export const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: ProblemPage,
  beforeLoad: async ({ location }) => {
    if (location.pathname !== '/') await loadAllTexts()
  },
})

const onlyOwnPath = (next: unknown): { next?: string } =>
  // Only a path of this application: never a way out to another site.
  typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {}

/** `ended`: why a session that was open is over; the sign-in page says it. */
type LoginSearch = { ticket?: string; next?: string; ended?: SessionEnd }
export const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  component: lazyRouteComponent(() => import('./login-page.tsx'), 'LoginPage'),
  validateSearch: (search: Record<string, unknown>): LoginSearch => ({
    ...(typeof search.ticket === 'string' && { ticket: search.ticket }),
    ...onlyOwnPath(search.next),
    ...(isSessionEnd(search.ended) && { ended: search.ended }),
  }),
})

/** Signed in, but something is to be done first: a second factor set up, a password changed. */
const wantsSetUp = (code: string): boolean => code === 'factorRequired' || code === 'passwordExpired'
export const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-up',
  component: lazyRouteComponent(() => import('#web/features/account/set-up-page.tsx'), 'SetUpPage'),
  validateSearch: (search: Record<string, unknown>): { next?: string } => onlyOwnPath(search.next),
})

/** `beforeLoad` of what lies behind the sign-in: without a session the reader is asked to sign in and then comes back. */
export async function signedIn({ location }: { location: { href: string } }) {
  try {
    return { me: await queryClient.ensureQueryData(meQuery) }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (wantsSetUp(error.code)) throw redirect({ to: '/set-up', search: location.href === '/' ? {} : { next: location.href } })
    if (!isSessionEnd(error.code)) throw error
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
