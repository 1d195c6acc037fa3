/** Writes of after-sales cases. */
import type { Scope } from '#kernel/access.ts'
import { inRows } from '#kernel/access.ts'
import { recordset, sql, type Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { CaseKind } from './case.ts'
import { type Heard, isNewer, isNews, type KnownCase, newestOfEach } from './snapshot-rules.ts'

const columnsOf = (heard: Heard) => ({
  after_sale_id: heard.afterSaleId,
  platform_order_id: heard.platformOrderId,
  platform_line_ids: heard.platformLineIds,
  kind: heard.kind,
  state: heard.state,
  platform_state: heard.platformState,
  refund_fen: heard.refundFen,
  reason: heard.reason,
  return_waybill_number: heard.returnWaybillNumber,
  created_at: heard.createdAt,
  modified_at: heard.modifiedAt,
  content_hash: heard.contentHash,
  due_at: heard.dueAt ?? 'infinity',
})
const record = sql`(case_id uuid, after_sale_id text, platform_order_id text, platform_line_ids jsonb, kind text, state text, platform_state text,
  refund_fen bigint, reason text, return_waybill_number text, created_at timestamptz, modified_at timestamptz, content_hash text, due_at timestamptz)`

/** New cases, and those the platform says something newer about; what is known or older changes nothing. Answers the cases that changed. */
export async function storeHeard(tx: Tx, shopId: string, heard: readonly Heard[], now: Date): Promise<string[]> {
  const newest = newestOfEach(heard)
  if (newest.size === 0) return []
  const fresh = await insertCases(tx, shopId, [...newest.values()], now)
  const freshIds = new Set(fresh.map(({ afterSaleId }) => afterSaleId))
  const known = await lockKnown(
    tx,
    shopId,
    [...newest.keys()].filter((id) => !freshIds.has(id)),
  )
  const changes = known.flatMap((before) => {
    const one = newest.get(before.afterSaleId)
    return one && isNewer(one, before) ? [{ before, heard: one }] : []
  })
  if (changes.length > 0)
    await updateCases(
      tx,
      changes.map(({ before, heard: one }) => ({ case_id: before.caseId, ...columnsOf(one) })),
    )
  const news = [
    ...fresh.flatMap(({ caseId, afterSaleId }) => {
      const one = newest.get(afterSaleId)
      return one ? [{ caseId, heard: one }] : []
    }),
    ...changes.flatMap(({ before, heard: one }) => (isNews(one, before) ? [{ caseId: before.caseId, heard: one }] : [])),
  ]
  if (news.length > 0) await insertNews(tx, news, now)
  return [...fresh.map(({ caseId }) => caseId), ...changes.map(({ before }) => before.caseId)]
}

/** Those that were not there before. */
function insertCases(
  tx: Tx,
  shopId: string,
  heard: readonly Heard[],
  now: Date,
): Promise<{ caseId: string; afterSaleId: string }[]> {
  const rows = heard.map((one) => ({ case_id: newId(), ...columnsOf(one) }))
  return tx.rows(sql`
    insert into after_sale_cases (merchant_id, case_id, shop_id, after_sale_id, platform_order_id, platform_line_ids, kind, state, platform_state,
      refund_fen, reason, return_waybill_number, created_at, modified_at, content_hash, due_at, received_at)
    select ${tx.merchantId}, r.case_id, ${shopId}, r.after_sale_id, r.platform_order_id, r.platform_line_ids, r.kind, r.state, r.platform_state,
      r.refund_fen, r.reason, r.return_waybill_number, r.created_at, r.modified_at, r.content_hash, r.due_at, ${now}
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as r${record}
    order by r.after_sale_id
    on conflict (merchant_id, shop_id, after_sale_id) do nothing
    returning case_id as "caseId", after_sale_id as "afterSaleId"`)
}

async function lockKnown(tx: Tx, shopId: string, afterSaleIds: readonly string[]): Promise<KnownCase[]> {
  if (afterSaleIds.length === 0) return []
  const rows = await tx.rows<Omit<KnownCase, 'refundFen'> & { refundFen: string }>(sql`
    select case_id as "caseId", after_sale_id as "afterSaleId", modified_at as "modifiedAt", content_hash as "contentHash", state,
      refund_fen as "refundFen", return_waybill_number as "returnWaybillNumber"
    from after_sale_cases
    where merchant_id = ${tx.merchantId} and shop_id = ${shopId} and after_sale_id = any(${[...afterSaleIds]}::text[])
    order by after_sale_id for update`)
  return rows.map((row) => ({ ...row, refundFen: Number(row.refundFen) }))
}

async function updateCases(tx: Tx, rows: readonly object[]): Promise<void> {
  await tx.write(sql`
    update after_sale_cases c set platform_order_id = r.platform_order_id, platform_line_ids = r.platform_line_ids, kind = r.kind, state = r.state,
      platform_state = r.platform_state, refund_fen = r.refund_fen, reason = r.reason, return_waybill_number = r.return_waybill_number,
      created_at = r.created_at, modified_at = r.modified_at, content_hash = r.content_hash, due_at = r.due_at, version = c.version + 1
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as r${record}
    where c.merchant_id = ${tx.merchantId} and c.case_id = r.case_id`)
}

async function insertNews(tx: Tx, news: readonly { caseId: string; heard: Heard }[], now: Date): Promise<void> {
  const rows = news.map(({ caseId, heard }) => ({
    news_id: newId(),
    case_id: caseId,
    at: heard.modifiedAt,
    state: heard.state,
    refund_fen: heard.refundFen,
    return_waybill_number: heard.returnWaybillNumber,
  }))
  await tx.write(sql`
    insert into after_sale_news (merchant_id, news_id, case_id, at, received_at, state, refund_fen, return_waybill_number)
    select ${tx.merchantId}, n.news_id, n.case_id, n.at, ${now}, n.state, n.refund_fen, n.return_waybill_number
    from jsonb_to_recordset(${recordset(rows)}::jsonb)
      as n(news_id uuid, case_id uuid, at timestamptz, state text, refund_fen bigint, return_waybill_number text)`)
}

export type LockedCase = KnownCase & {
  shopId: string
  kind: CaseKind
  platformState: string
  handledBy: string | null
  version: number
}
/** Those in the scope, locked in the order of their ids. */
export async function lockCases(tx: Tx, scope: Scope, caseIds: readonly string[]): Promise<LockedCase[]> {
  const rows = await tx.rows<Omit<LockedCase, 'refundFen'> & { refundFen: string }>(sql`
    select c.case_id as "caseId", c.after_sale_id as "afterSaleId", c.shop_id as "shopId", c.kind, c.state, c.platform_state as "platformState",
      c.refund_fen as "refundFen", c.modified_at as "modifiedAt", c.content_hash as "contentHash", c.handled_by as "handledBy",
      c.return_waybill_number as "returnWaybillNumber", c.version
    from after_sale_cases c
    where c.merchant_id = ${tx.merchantId} and c.case_id = any(${[...caseIds]}::uuid[])
      and ${inRows(scope, { shop: sql`c.shop_id`, holder: sql`c.handled_by` })}
    order by c.case_id for update`)
  return rows.map((row) => ({ ...row, refundFen: Number(row.refundFen) }))
}

/** Whoever decides first has the case. */
export async function takeCase(tx: Tx, caseId: string, accountId: string): Promise<void> {
  await tx.write(sql`
    update after_sale_cases set handled_by = coalesce(handled_by, ${accountId}), version = version + 1
    where merchant_id = ${tx.merchantId} and case_id = ${caseId}`)
}
