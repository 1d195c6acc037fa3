/** How far a shop's after-sales are read, and what could not be. */
import { recordset, sql, type Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { Vault } from '#kernel/vault.ts'
import type { ArrivedCase } from './case.ts'

/** Everything changed within [from, to) is here: the stretch that is known grows at either end. */
export async function recordRead(tx: Tx, shopId: string, { from, to }: { from: string; to: string }, now: Date): Promise<void> {
  await tx.write(sql`
    insert into after_sale_sync as s (merchant_id, shop_id, read_from, read_until, first_read_at, last_success_at)
    values (${tx.merchantId}, ${shopId}, ${from}, ${to}, ${now}, ${now})
    on conflict (merchant_id, shop_id) do update set read_from = least(s.read_from, excluded.read_from),
      read_until = greatest(s.read_until, excluded.read_until), first_read_at = coalesce(s.first_read_at, ${now}), last_success_at = ${now},
      problem = '', wait_until = null, failed_count = 0`)
}

export async function recordProblem(
  tx: Tx,
  shopId: string,
  { problem, waitUntil }: { problem: string; waitUntil: string },
): Promise<void> {
  await tx.write(sql`
    insert into after_sale_sync as s (merchant_id, shop_id, problem, wait_until, failed_count)
    values (${tx.merchantId}, ${shopId}, ${problem.slice(0, 500)}, ${waitUntil}, 1)
    on conflict (merchant_id, shop_id) do update set problem = excluded.problem, wait_until = excluded.wait_until,
      failed_count = s.failed_count + 1`)
}

export type UnreadCase = ArrivedCase & { problem: string }
/** One that is known as unread keeps the reason of the last try. */
export async function keepUnread(tx: Tx, vault: Vault, shopId: string, unread: readonly UnreadCase[], now: Date): Promise<void> {
  if (unread.length === 0) return
  const byKey = new Map(
    unread.map(({ afterSaleId, version, body, problem }) => {
      const fingerprint = vault.fingerprint(tx.merchantId, body)
      const row = {
        ...{ unread_id: newId(), after_sale_id: afterSaleId, fingerprint, version, reason: problem.slice(0, 500) },
        body_sealed: vault.seal(tx.merchantId, body).toString('base64'),
      }
      return [`${afterSaleId} ${fingerprint}`, row] as const
    }),
  )
  await tx.write(sql`
    insert into after_sale_unread (merchant_id, unread_id, shop_id, after_sale_id, fingerprint, version, body_sealed, reason, received_at)
    select ${tx.merchantId}, u.unread_id, ${shopId}, u.after_sale_id, u.fingerprint, u.version, decode(u.body_sealed, 'base64'), u.reason, ${now}
    from jsonb_to_recordset(${recordset([...byKey.values()])}::jsonb)
      as u(unread_id uuid, after_sale_id text, fingerprint text, version text, body_sealed text, reason text)
    order by u.after_sale_id, u.fingerprint
    on conflict (merchant_id, shop_id, after_sale_id, fingerprint) do update set reason = excluded.reason`)
}

/** What was understood by now, or what something newer was understood about. */
export async function forgetUnread(tx: Tx, shopId: string, afterSaleIds: readonly string[]): Promise<void> {
  if (afterSaleIds.length === 0) return
  await tx.write(sql`
    delete from after_sale_unread
    where merchant_id = ${tx.merchantId} and shop_id = ${shopId} and after_sale_id = any(${[...afterSaleIds]}::text[])`)
}

export async function lockUnread(tx: Tx, vault: Vault, shopId: string, limit: number): Promise<ArrivedCase[]> {
  const rows = await tx.rows<{ afterSaleId: string; version: string; sealed: Buffer }>(sql`
    select after_sale_id as "afterSaleId", version, body_sealed as sealed from after_sale_unread
    where merchant_id = ${tx.merchantId} and shop_id = ${shopId} order by received_at, unread_id limit ${limit} for update`)
  return rows.map(({ afterSaleId, version, sealed }) => ({
    ...{ afterSaleId, version },
    body: vault.open(tx.merchantId, sealed),
  }))
}
