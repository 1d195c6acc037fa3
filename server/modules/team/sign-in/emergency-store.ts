/** The emergency stop: everything that lets anybody in ends at once, and stays shut until the owner opens it. */
import { type Reader, sql, type Tx } from '#kernel/db.ts'

type Stop = { keptSessionId: string | null; by: string; isHeld: boolean; now: Date }

/** Answers how many sessions ended. */
export async function stopEverything(tx: Tx, { keptSessionId, by, isHeld, now }: Stop): Promise<number> {
  await tx.write(sql`
    insert into emergency_stops (merchant_id, tokens_void_before, held_since, held_by)
    values (${tx.merchantId}, ${now}, ${isHeld ? now : null}, ${isHeld ? by : null})
    on conflict (merchant_id) do update set tokens_void_before = excluded.tokens_void_before,
      held_since = coalesce(emergency_stops.held_since, excluded.held_since), held_by = coalesce(emergency_stops.held_by, excluded.held_by)`)
  const ended = await tx.write(sql`
    update sessions set ended_at = ${now}
    where merchant_id = ${tx.merchantId} and ended_at is null and session_id::text is distinct from ${keptSessionId}`)
  await tx.write(sql`update login_tickets set used_at = ${now} where merchant_id = ${tx.merchantId} and used_at is null`)
  await tx.write(sql`update sign_in_challenges set used_at = ${now} where merchant_id = ${tx.merchantId} and used_at is null`)
  await tx.write(sql`
    update approvals set state = 'refused', decided_at = ${now} where merchant_id = ${tx.merchantId} and state in ('waiting', 'approved')`)
  return ended
}

export const releaseHold = (tx: Tx): Promise<number> =>
  tx.write(sql`
    update emergency_stops set held_since = null, held_by = null
    where merchant_id = ${tx.merchantId} and held_since is not null`)

export type Hold = { heldSince: string | null; heldByName: string | null }
export const holdNow = async (reader: Reader): Promise<Hold> =>
  (await reader.maybe<Hold>(sql`
    select e.held_since as "heldSince",
      (select a.name from accounts a where a.merchant_id = ${reader.merchantId} and a.account_id = e.held_by) as "heldByName"
    from emergency_stops e where e.merchant_id = ${reader.merchantId}`)) ?? { heldSince: null, heldByName: null }
