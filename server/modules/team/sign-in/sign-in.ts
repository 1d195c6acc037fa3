/** Opens a session and writes who signed in, or who was refused, into the log. */
import { errors } from '#contract/errors.ts'
import { type NewLogEntry, writeLogEntry } from '#kernel/audit-log.ts'
import { sql, type Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { normaliseIp } from '#kernel/ip-address.ts'
import type { PublicContext } from '#kernel/operation.ts'
import { accountChanged } from '../team-events.ts'
import { noteDevice } from './device.ts'
import { deviceName } from './device-rules.ts'
import { factorsOf, hasFactor } from './factor-views.ts'
import { rolesHeldBy } from './roles-held.ts'
import { insertSession } from './session-store.ts'
import { newToken } from './session-token.ts'
import { tellOfSignIn } from './sign-in-notices.ts'
import { isOver, policyFor, SESSION_LIFE_MS, type SignInPolicy } from './sign-in-policy-rules.ts'
import { signInPolicies } from './sign-in-policy-views.ts'
import type { Account } from './visitor.ts'

type Visit = {
  operation: string
  outcome: NewLogEntry['outcome']
  account: Pick<Account, 'account_id' | 'name'>
  sessionId: string | null
  details: Record<string, unknown>
}

export function logVisit(tx: Tx, context: PublicContext, visit: Visit): Promise<void> {
  return writeLogEntry(tx, {
    at: context.now.toISOString(),
    kind: 'signIn',
    operation: visit.operation,
    outcome: visit.outcome,
    actorKind: 'person',
    actorId: visit.account.account_id,
    actorName: visit.account.name,
    via: 'web',
    sessionId: visit.sessionId,
    ip: normaliseIp(context.ip),
    userAgent: context.userAgent,
    requestId: context.requestId,
    why: [],
    objects: [{ kind: 'account', id: visit.account.account_id }],
    details: visit.details,
  })
}

export type CameBy = 'password' | 'totp' | 'recovery' | 'passkey' | 'ticket'
type Entry = { operation: string; account: Entrant; cameBy: CameBy }
type Entrant = Pick<Account, 'account_id' | 'name' | 'is_owner'>
/** Hand these to the browser once the transaction has committed. */
export type OpenedSession = { token: string; expiresAt: Date }

/** The account must be locked (`lockVisitor`). Throws sessionLimit. */
export async function openSession(tx: Tx, context: PublicContext, entry: Entry): Promise<OpenedSession> {
  const { account, cameBy, operation } = entry
  const { now } = context
  const policy = policyFor(await signInPolicies(tx), await rolesHeldBy(tx, account))
  const ended = await makeRoom(tx, account.account_id, policy, now)
  const familiarity = await noteDevice(tx, context, account.account_id)
  const mustEnrol = policy.needsFactor && !hasFactor(await factorsOf(tx, account.account_id))
  const { token, tokenHash } = newToken(tx.merchantId)
  const sessionId = newId()
  const lifeMs = policy.lifeHours === null ? SESSION_LIFE_MS : policy.lifeHours * 3600_000
  const expiresAt = new Date(now.getTime() + lifeMs)
  await insertSession(tx, {
    sessionId,
    accountId: account.account_id,
    tokenHash,
    now,
    expiresAt,
    ip: normaliseIp(context.ip),
    userAgent: context.userAgent,
    deviceId: familiarity.deviceId,
    cameBy,
    // A link proves nothing about who followed it.
    steppedUpAt: cameBy === 'ticket' ? null : now,
    mustEnrol,
  })
  await logVisit(tx, context, {
    operation,
    outcome: 'done',
    account,
    sessionId,
    details: {
      by: cameBy,
      ...(familiarity.isNewDevice && { newDevice: true }),
      ...(familiarity.isNewNetwork && { newNetwork: true }),
      ...(ended > 0 && { endedSessions: ended }),
    },
  })
  const told = await tellOfSignIn(tx, context, {
    account,
    familiarity,
    device: deviceName(context.userAgent) ?? '',
  })
  await context.announce(tx, [...(ended > 0 ? [accountChanged([account.account_id])] : []), ...told])
  return { token, expiresAt }
}

type OpenRow = { session_id: string; created_at: string; last_seen_at: string; expires_at: string }
/** Ends the sessions longest unused, so that one more is within the limit; answers how many. Throws sessionLimit where the policy refuses. */
async function makeRoom(tx: Tx, accountId: string, policy: SignInPolicy, now: Date): Promise<number> {
  if (policy.sessionLimit === null) return 0
  const rows = await tx.rows<OpenRow>(sql`
    select session_id, created_at, last_seen_at, expires_at from sessions
    where merchant_id = ${tx.merchantId} and account_id = ${accountId} and ended_at is null
    order by last_seen_at desc, session_id desc`)
  const open = rows.filter((row) => {
    const times = {
      createdAt: new Date(row.created_at),
      lastSeenAt: new Date(row.last_seen_at),
      expiresAt: new Date(row.expires_at),
    }
    return !isOver({ ...times, endedAt: null, lockedAt: null }, policy, now)
  })
  if (open.length < policy.sessionLimit) return 0
  if (policy.atLimit === 'refuse') return fail(errors.sessionLimit, { count: policy.sessionLimit })
  const surplus = open.slice(policy.sessionLimit - 1).map((row) => row.session_id)
  return tx.write(sql`
    update sessions set ended_at = ${now}
    where merchant_id = ${tx.merchantId} and session_id = any(${surplus}::uuid[]) and ended_at is null`)
}
