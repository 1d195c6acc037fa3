/** Reads of after-sales cases. */
import type { CaseDecision } from '#contract/after-sales.ts'
import { inRows, type Row, type Scope } from '#kernel/access.ts'
import { nothingSql, type Reader, type Sql, sql } from '#kernel/db.ts'
import type { CaseKind, CasePhase, CaseState } from './case.ts'

export type CaseFilter = {
  phase: CasePhase
  shopId: string | undefined
  kind: CaseKind | undefined
  dueBefore: Date | undefined
  inTrouble: boolean
  search: string
}
/** Where the last page ended: the moment it was sorted by (`infinity` for none) and the id. */
export type After = { at: string; id: string } | undefined

export type ListedCase = {
  caseId: string
  shopId: string
  afterSaleId: string
  platformOrderId: string
  platformLineIds: string[]
  kind: CaseKind
  state: CaseState
  platformState: string
  refundFen: number
  reason: string
  returnWaybillNumber: string
  createdAt: string
  modifiedAt: string
  dueAt: string | null
  handledBy: string | null
  version: number
  sortedBy: string
  decision: (CaseDecision & { seenState: string; seenModifiedAt: string }) | null
}
type Stored = Omit<ListedCase, 'refundFen'> & { refundFen: string }

const inCases = (scope: Scope): Sql => inRows(scope, { shop: sql`c.shop_id`, holder: sql`c.handled_by` })
const iso = (column: Sql): Sql => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
/** The latest of a case, as an object. */
const decided = (reader: Reader): Sql => sql`
  left join lateral (
    select d.state, jsonb_build_object('decisionId', d.decision_id, 'agree', d.agree, 'reason', d.reason, 'byName', d.decided_by_name,
      'decidedAt', ${iso(sql`d.decided_at`)}, 'state', d.state, 'problem', d.problem, 'nextAttemptAt', ${iso(sql`d.next_attempt_at`)},
      'toldAt', ${iso(sql`d.told_at`)}, 'seenState', d.seen_state, 'seenModifiedAt', ${iso(sql`d.seen_modified_at`)}) as told
    from after_sale_decisions d where d.merchant_id = ${reader.merchantId} and d.case_id = c.case_id
    order by d.decided_at desc, d.decision_id desc limit 1) l on true`
const columns = sql`c.case_id as "caseId", c.shop_id as "shopId", c.after_sale_id as "afterSaleId", c.platform_order_id as "platformOrderId",
  c.platform_line_ids as "platformLineIds", c.kind, c.state, c.platform_state as "platformState", c.refund_fen as "refundFen", c.reason,
  c.return_waybill_number as "returnWaybillNumber", c.created_at as "createdAt", c.modified_at as "modifiedAt",
  nullif(c.due_at, 'infinity') as "dueAt", c.handled_by as "handledBy", c.version, l.told as decision`

const ofStored = (row: Stored): ListedCase => ({ ...row, refundFen: Number(row.refundFen) })
const isByDue = (phase: CasePhase): boolean => phase === 'todo' || phase === 'underway'

/** Each by an index of its own: a list that is walked in its order until something fits would be read whole. */
const numbered = (reader: Reader, number: string): Sql => sql`
  select n.case_id from after_sale_cases n where n.merchant_id = ${reader.merchantId} and n.platform_order_id = ${number}
  union all select n.case_id from after_sale_cases n where n.merchant_id = ${reader.merchantId} and n.after_sale_id = ${number}
  union all select n.case_id from after_sale_cases n
    where n.merchant_id = ${reader.merchantId} and n.return_waybill_number = ${number} and n.return_waybill_number <> ''`
const inTroubleOnce = (reader: Reader): Sql =>
  sql`select n.case_id from after_sale_decisions n where n.merchant_id = ${reader.merchantId} and n.state = 'needs_person'`

export async function casesAfter(
  reader: Reader,
  scope: Scope,
  filter: CaseFilter,
  after: After,
  limit: number,
): Promise<ListedCase[]> {
  const { phase, shopId, kind, dueBefore, inTrouble, search } = filter
  const [place, next, order] = isByDue(phase)
    ? [sql`c.due_at`, sql`>`, sql`c.due_at, c.case_id`]
    : [sql`c.modified_at`, sql`<`, sql`c.modified_at desc, c.case_id desc`]
  const rows = await reader.rows<Stored>(sql`
    select ${columns}, ${place}::text as "sortedBy"
    from after_sale_cases c ${decided(reader)}
    where c.merchant_id = ${reader.merchantId} and ${inCases(scope)}
      ${phase === 'all' ? nothingSql : sql`and c.state in (${stateList(phase)})`}
      ${shopId === undefined ? nothingSql : sql`and c.shop_id = ${shopId}`}
      ${kind === undefined ? nothingSql : sql`and c.kind = ${kind}`}
      ${dueBefore === undefined ? nothingSql : sql`and c.due_at < ${dueBefore}`}
      ${inTrouble ? sql`and l.state = 'needs_person' and c.case_id in (${inTroubleOnce(reader)})` : nothingSql}
      ${search === '' ? nothingSql : sql`and c.case_id in (${numbered(reader, search)})`}
      ${after ? sql`and (${place}, c.case_id) ${next} (${after.at}::timestamptz, ${after.id}::uuid)` : nothingSql}
    order by ${order} limit ${limit}`)
  return rows.map(ofStored)
}

/** Literals, so that the partial index on what is open is used. */
const STATE_LISTS: Record<Exclude<CasePhase, 'all'>, Sql> = {
  todo: sql`'waiting_for_merchant', 'goods_returning'`,
  underway: sql`'waiting_for_buyer', 'refunding'`,
  over: sql`'refunded', 'refused', 'closed', 'done'`,
}
const OPEN = sql`${STATE_LISTS.todo}, ${STATE_LISTS.underway}`
const stateList = (phase: Exclude<CasePhase, 'all'>): Sql => STATE_LISTS[phase]

export async function caseById(reader: Reader, scope: Scope, caseId: string): Promise<ListedCase | undefined> {
  const row = await reader.maybe<Stored>(sql`
    select ${columns}, '' as "sortedBy" from after_sale_cases c ${decided(reader)}
    where c.merchant_id = ${reader.merchantId} and c.case_id = ${caseId} and ${inCases(scope)}`)
  return row && ofStored(row)
}

export type CaseCounts = { todo: number; dueSoon: number; inTrouble: number }
export async function caseCounts(reader: Reader, scope: Scope, soon: Date): Promise<CaseCounts> {
  const row = await reader.maybe<CaseCounts>(sql`
    select
      (count(*) filter (where c.state in (${STATE_LISTS.todo})))::int as todo,
      (count(*) filter (where c.state in (${STATE_LISTS.todo}) and c.due_at < ${soon}))::int as "dueSoon",
      (count(*) filter (where l.state = 'needs_person'))::int as "inTrouble"
    from after_sale_cases c ${decided(reader)}
    where c.merchant_id = ${reader.merchantId} and c.state in (${OPEN}) and ${inCases(scope)}`)
  return row ?? { todo: 0, dueSoon: 0, inTrouble: 0 }
}

/** `heardAt`: when we learned it. */
export type ToldNews = {
  id: string
  at: string
  heardAt: string
  state: CaseState
  refundFen: number
  returnWaybillNumber: string
}
export async function newsOfCase(reader: Reader, caseId: string): Promise<ToldNews[]> {
  const rows = await reader.rows<Omit<ToldNews, 'refundFen'> & { refundFen: string }>(sql`
    select news_id as id, at, received_at as "heardAt", state, refund_fen as "refundFen", return_waybill_number as "returnWaybillNumber" from after_sale_news
    where merchant_id = ${reader.merchantId} and case_id = ${caseId} order by received_at desc, news_id desc limit 200`)
  return rows.map((row) => ({ ...row, refundFen: Number(row.refundFen) }))
}

export const rowOfCase = (reader: Reader, caseId: string): Promise<Row | undefined> =>
  reader.maybe<Row>(sql`
    select shop_id as "shopId", handled_by as "holderId" from after_sale_cases
    where merchant_id = ${reader.merchantId} and case_id = ${caseId}`)

export async function caseIds(
  reader: Reader,
  scope: Scope,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const rows = await reader.rows<{ id: string }>(sql`
    select c.case_id as id from after_sale_cases c
    where c.merchant_id = ${reader.merchantId} and (${after}::uuid is null or c.case_id > ${after}::uuid) and ${inCases(scope)}
    order by c.case_id limit ${limit}`)
  return rows.map(({ id }) => id)
}
