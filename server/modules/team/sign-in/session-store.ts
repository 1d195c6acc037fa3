/** Sessions: opened, confirmed, locked, ended. */
import { sql, type Tx } from '#kernel/db.ts'

export type NewSession = {
  sessionId: string
  accountId: string
  tokenHash: string
  now: Date
  expiresAt: Date
  ip: string
  userAgent: string
  deviceId?: string | null
  cameBy?: string
  steppedUpAt?: Date | null
  mustEnrol?: boolean
}
export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  const { deviceId = null, cameBy = 'password', steppedUpAt = null, mustEnrol = false } = session
  await tx.write(sql`
    insert into sessions (merchant_id, session_id, account_id, token_hash, created_at, last_seen_at, expires_at, ip, user_agent,
      device_id, came_by, stepped_up_at, must_enrol)
    values (${tx.merchantId}, ${session.sessionId}, ${session.accountId}, ${session.tokenHash}, ${session.now}, ${session.now}, ${session.expiresAt},
      ${session.ip}, ${session.userAgent.slice(0, 300)}, ${deviceId}, ${cameBy}, ${steppedUpAt}, ${mustEnrol})`)
}

export async function endSession(tx: Tx, accountId: string, sessionId: string, now: Date): Promise<number> {
  return tx.write(sql`
    update sessions set ended_at = ${now}
    where merchant_id = ${tx.merchantId} and session_id = ${sessionId} and account_id = ${accountId} and ended_at is null`)
}

/** All of one's own but this one. */
export const endOtherSessions = (tx: Tx, accountId: string, sessionId: string | null, now: Date): Promise<number> =>
  tx.write(sql`
    update sessions set ended_at = ${now}
    where merchant_id = ${tx.merchantId} and account_id = ${accountId} and ended_at is null and session_id::text is distinct from ${sessionId}`)

export const noteStepUp = (tx: Tx, sessionId: string, now: Date): Promise<number> =>
  tx.write(sql`
    update sessions set stepped_up_at = ${now}, last_seen_at = ${now}
    where merchant_id = ${tx.merchantId} and session_id = ${sessionId} and ended_at is null`)

export const lockSessionRow = (tx: Tx, sessionId: string, now: Date): Promise<number> =>
  tx.write(sql`
    update sessions set locked_at = ${now}, stepped_up_at = null
    where merchant_id = ${tx.merchantId} and session_id = ${sessionId} and ended_at is null`)

export const unlockSessionRow = (tx: Tx, sessionId: string, now: Date): Promise<number> =>
  tx.write(sql`
    update sessions set locked_at = null, last_seen_at = ${now}
    where merchant_id = ${tx.merchantId} and session_id = ${sessionId} and ended_at is null`)
