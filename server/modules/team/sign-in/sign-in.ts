/** Opens a session and writes who signed in, or who was refused, into the log. */
import { type NewLogEntry, writeLogEntry } from '#kernel/audit-log.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { PublicContext } from '#kernel/operation.ts'
import { type AccountRow, SESSION_LIFE_MS } from '../account.ts'
import { insertSession } from '../account-store.ts'
import { newToken } from './session-token.ts'

type Visitor = Pick<AccountRow, 'account_id' | 'name'>
type Visit = {
  operation: string
  outcome: NewLogEntry['outcome']
  account: Visitor
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
    ip: context.ip,
    userAgent: context.userAgent,
    requestId: context.requestId,
    why: [],
    objects: [{ kind: 'account', id: visit.account.account_id }],
    details: visit.details,
  })
}

export async function openSession(tx: Tx, context: PublicContext, operation: string, account: Visitor): Promise<string> {
  const { token, tokenHash } = newToken(tx.merchantId)
  const sessionId = newId()
  const expiresAt = new Date(context.now.getTime() + SESSION_LIFE_MS)
  await insertSession(tx, {
    sessionId,
    accountId: account.account_id,
    tokenHash,
    now: context.now,
    expiresAt,
    ip: context.ip,
    userAgent: context.userAgent,
  })
  await logVisit(tx, context, {
    operation,
    outcome: 'done',
    account,
    sessionId,
    details: {},
  })
  return token
}
