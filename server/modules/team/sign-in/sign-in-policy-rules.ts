/** How one signs in and stays signed in. Rows hold for the whole merchant (role '') or a role; for a person the strictest of theirs counts. */

export type SignInPolicy = {
  role: string
  needsFactor: boolean
  /** null = never locked by itself. */
  idleMinutes: number | null
  /** null = as many as one likes. */
  sessionLimit: number | null
  atLimit: 'endOldest' | 'refuse'
  /** null = the house's own longest life. */
  lifeHours: number | null
}
const WHOLE_MERCHANT = ''

/** A session nobody used for this long is over. */
const SESSION_IDLE_MS = 7 * 24 * 3600_000
export const SESSION_LIFE_MS = 30 * 24 * 3600_000

const HOUR_MS = 3600_000
const MINUTE_MS = 60_000

const smaller = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b))

/** What holds for somebody with these roles. */
export function policyFor(rows: readonly SignInPolicy[], roles: ReadonlySet<string>): SignInPolicy {
  const free: SignInPolicy = {
    role: WHOLE_MERCHANT,
    needsFactor: false,
    idleMinutes: null,
    sessionLimit: null,
    atLimit: 'endOldest',
    lifeHours: null,
  }
  return rows
    .filter(({ role }) => role === WHOLE_MERCHANT || roles.has(role))
    .reduce(
      (sofar, row) => ({
        role: WHOLE_MERCHANT,
        needsFactor: sofar.needsFactor || row.needsFactor,
        idleMinutes: smaller(sofar.idleMinutes, row.idleMinutes),
        sessionLimit: smaller(sofar.sessionLimit, row.sessionLimit),
        // Of two rows with the same limit the one that refuses is stricter.
        atLimit: limitActs(sofar, row),
        lifeHours: smaller(sofar.lifeHours, row.lifeHours),
      }),
      free,
    )
}

function limitActs(a: SignInPolicy, b: SignInPolicy): SignInPolicy['atLimit'] {
  if (b.sessionLimit === null) return a.atLimit
  if (a.sessionLimit === null || b.sessionLimit < a.sessionLimit) return b.atLimit
  if (a.sessionLimit < b.sessionLimit) return a.atLimit
  return a.atLimit === 'refuse' || b.atLimit === 'refuse' ? 'refuse' : 'endOldest'
}

type SessionTimes = { createdAt: Date; lastSeenAt: Date; expiresAt: Date; endedAt: Date | null; lockedAt: Date | null }

export function isOver(session: SessionTimes, policy: SignInPolicy, now: Date): boolean {
  const lifeMs = policy.lifeHours === null ? SESSION_LIFE_MS : policy.lifeHours * HOUR_MS
  return (
    session.endedAt !== null ||
    session.expiresAt.getTime() <= now.getTime() ||
    session.createdAt.getTime() + lifeMs <= now.getTime() ||
    session.lastSeenAt.getTime() + SESSION_IDLE_MS <= now.getTime()
  )
}

export function isLocked(session: SessionTimes, policy: SignInPolicy, now: Date): boolean {
  if (session.lockedAt !== null) return true
  return policy.idleMinutes !== null && session.lastSeenAt.getTime() + policy.idleMinutes * MINUTE_MS <= now.getTime()
}
