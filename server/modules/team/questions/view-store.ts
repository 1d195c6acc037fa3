import { sql, type Tx } from '#kernel/db.ts'

/** A view ends by itself after this time. */
export const VIEW_MS = 30 * 60_000

export async function beginView(tx: Tx, sessionId: string, accountId: string, until: Date): Promise<void> {
  await tx.write(sql`
    update sessions set viewing_id = ${accountId}, viewing_until = ${until}
    where merchant_id = ${tx.merchantId} and session_id = ${sessionId}`)
}

/** Answers through whose eyes this session looked; undefined when it did not. */
export async function endView(tx: Tx, sessionId: string): Promise<string | undefined> {
  const row = await tx.maybe<{ viewing_id: string | null }>(sql`
    select viewing_id from sessions where merchant_id = ${tx.merchantId} and session_id = ${sessionId} for update`)
  await tx.write(sql`
    update sessions set viewing_id = null, viewing_until = null where merchant_id = ${tx.merchantId} and session_id = ${sessionId}`)
  return row?.viewing_id ?? undefined
}
