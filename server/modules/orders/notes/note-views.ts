/** How far the seller's notes of orders are, and what the platform of their shop takes. */
import type { ParcelPage } from '#contract/orders.ts'
import type { NoteProblem } from '#contract/seller-notes.ts'
import { inScope, type Scope } from '#kernel/access.ts'
import { type Reader, type Sql, sql } from '#kernel/db.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
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

const PAGE = 50
/** Notes that their platforms have not taken, latest first. */
export async function noteProblems(
  reader: Reader,
  scope: Scope,
  cursor: string | null,
): Promise<{ rows: NoteProblem[]; next: string | null }> {
  const after = readCursor(cursor)
  const rows = await reader.rows<NoteProblem & { micros: string }>(sql`
    select w.order_id as "orderId", w.shop_id as "shopId", w.platform_order_id as "platformOrderId", w.note, w.flag, w.state, w.problem,
      w.written_by as "writtenBy", w.written_at as "writtenAt", w.next_attempt_at as "nextAttemptAt",
      (extract(epoch from w.written_at) * 1000000)::bigint as micros
    from note_wishes w
    where w.merchant_id = ${reader.merchantId} and w.problem <> '' and ${inScope(scope, sql`w.shop_id`)}
      and (${after === undefined} or (w.written_at, w.order_id)
        < ('epoch'::timestamptz + ${after?.[0] ?? '0'}::bigint * interval '1 microsecond', ${after?.[1] ?? null}::uuid))
    order by w.written_at desc, w.order_id desc limit ${PAGE + 1}`)
  const page = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? page.at(-1) : undefined
  return { rows: page.map(({ micros: _, ...row }) => row), next: last ? writeCursor([last.micros, last.orderId]) : null }
}
