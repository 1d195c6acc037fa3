/** How far the seller's notes of orders are, and what the platform of their shop takes. */
import type { ParcelPage } from '#contract/orders.ts'
import { type Reader, type Sql, sql } from '#kernel/db.ts'
import { platformNamed } from '#server/platforms/registry.ts'

type Wish = NonNullable<ParcelPage['orders'][number]['sellerNote']>

/** By order; `orderIds` is a query of order ids. */
export async function sellerNotesOf(reader: Reader, orderIds: Sql): Promise<Map<string, Wish>> {
  const rows = await reader.rows<Wish & { orderId: string }>(sql`
    select w.order_id as "orderId", w.state, w.problem, w.written_by as "writtenBy", w.written_at as "writtenAt", w.told_at as "toldAt",
      w.next_attempt_at as "nextAttemptAt"
    from note_wishes w where w.merchant_id = ${reader.merchantId} and w.order_id in (${orderIds})`)
  return new Map(rows.map(({ orderId, ...wish }) => [orderId, wish]))
}

/** What the house itself takes where no platform limits it. */
const OUR_LIMITS = { most: 1000, unit: 'characters', highestFlag: 5 } as const
export function noteSupport(platform: string): ParcelPage['sellerNotes'] {
  const { noteLimits, missing } = platformNamed(platform).adapter
  return { onlyHere: missing.note ?? null, ...(noteLimits ?? OUR_LIMITS) }
}
