/** What a session is worth now: over, hindered (locked, no factor yet, a password to change), and how lately its person proved to be it. */
import type { ErrorDefinition } from '#contract/error-definition.ts'
import { errors } from '#contract/errors.ts'
import { type Reader, type Sql, sql } from '#kernel/db.ts'
import { isLocked, isOver, policyFor, type SignInPolicy } from './sign-in-policy-rules.ts'

export type SessionColumns = {
  created_at: string
  last_seen_at: string
  expires_at: string
  ended_at: string | null
  locked_at: string | null
  stepped_up_at: string | null
  must_enrol: boolean
  must_change_password: boolean
  /** null = this merchant has set none. */
  policies: SignInPolicy[] | null
}
/** Of `sessions s` and `accounts a`; the policies are read with them, so that a change of one holds on the next request. */
export const sessionColumns = (reader: Reader): Sql => sql`
  s.created_at, s.last_seen_at, s.expires_at, s.ended_at, s.locked_at, s.stepped_up_at, s.must_enrol, a.must_change_password,
  (select jsonb_agg(jsonb_build_object('role', p.role, 'needsFactor', p.needs_factor, 'idleMinutes', p.idle_minutes,
    'sessionLimit', p.session_limit, 'atLimit', p.at_limit, 'lifeHours', p.life_hours))
    from sign_in_policies p where p.merchant_id = ${reader.merchantId}) as policies`

export type Standing = { isOver: boolean; hindrance: ErrorDefinition | null; steppedUpAt: Date | null }

export function standingOf(row: SessionColumns, roles: ReadonlySet<string>, now: Date): Standing {
  const policy = policyFor(row.policies ?? [], roles)
  const times = {
    createdAt: new Date(row.created_at),
    lastSeenAt: new Date(row.last_seen_at),
    expiresAt: new Date(row.expires_at),
    endedAt: row.ended_at === null ? null : new Date(row.ended_at),
    lockedAt: row.locked_at === null ? null : new Date(row.locked_at),
  }
  const hindrance = isLocked(times, policy, now)
    ? errors.sessionLocked
    : row.must_change_password
      ? errors.passwordExpired
      : row.must_enrol
        ? errors.factorRequired
        : null
  return {
    isOver: isOver(times, policy, now),
    hindrance,
    steppedUpAt: row.stepped_up_at === null ? null : new Date(row.stepped_up_at),
  }
}
