/** Reads of decisions. */
import type { CaseDecision } from '#contract/after-sales.ts'
import { type Reader, sql } from '#kernel/db.ts'

export type DueDecision = {
  decisionId: string
  afterSaleId: string
  agree: boolean
  reason: string
  seen: { platformState: string; refundFen: number; modifiedAt: string }
}
/** What a shop's platform is to be told now. */
export async function dueDecisions(reader: Reader, shopId: string, now: Date, limit: number): Promise<DueDecision[]> {
  const rows = await reader.rows<
    Omit<DueDecision, 'seen'> & { platformState: string; refundFen: string; modifiedAt: string }
  >(sql`
    select decision_id as "decisionId", after_sale_id as "afterSaleId", agree, reason, seen_state as "platformState", seen_fen as "refundFen",
      seen_modified_at as "modifiedAt"
    from after_sale_decisions
    where merchant_id = ${reader.merchantId} and shop_id = ${shopId} and state in ('waiting', 'failed') and next_attempt_at <= ${now}
    order by next_attempt_at, decision_id limit ${limit}`)
  return rows.map(({ platformState, refundFen, modifiedAt, ...row }) => ({
    ...row,
    seen: { platformState, refundFen: Number(refundFen), modifiedAt },
  }))
}

export type RecordedDecision = CaseDecision & {
  grants: { grantId: string; role: string }[]
  limitActFen: number | null
  limitDayFen: number | null
  chargedFen: number
  isConfirmed: boolean
  seenState: string
  seenModifiedAt: string
}
type Stored = Omit<RecordedDecision, 'limitActFen' | 'limitDayFen' | 'chargedFen'> & {
  limitActFen: string | null
  limitDayFen: string | null
  chargedFen: string
}
const fenOrNull = (text: string | null): number | null => (text === null ? null : Number(text))
/** Latest first. */
export async function decisionsOfCase(reader: Reader, caseId: string): Promise<RecordedDecision[]> {
  const rows = await reader.rows<Stored>(sql`
    select decision_id as "decisionId", agree, reason, decided_by_name as "byName", decided_at as "decidedAt", state, problem,
      next_attempt_at as "nextAttemptAt", told_at as "toldAt", grants, limit_act_fen as "limitActFen", limit_day_fen as "limitDayFen",
      charged_fen as "chargedFen", is_confirmed as "isConfirmed", seen_state as "seenState", seen_modified_at as "seenModifiedAt"
    from after_sale_decisions where merchant_id = ${reader.merchantId} and case_id = ${caseId}
    order by decided_at desc, decision_id desc limit 100`)
  return rows.map((row) => ({
    ...row,
    limitActFen: fenOrNull(row.limitActFen),
    limitDayFen: fenOrNull(row.limitDayFen),
    chargedFen: Number(row.chargedFen),
  }))
}

/** In which case it was decided; undefined when there is none. */
export const caseOfDecision = (reader: Reader, decisionId: string): Promise<{ caseId: string } | undefined> =>
  reader.maybe<{ caseId: string }>(sql`
    select case_id as "caseId" from after_sale_decisions
    where merchant_id = ${reader.merchantId} and decision_id = ${decisionId}`)
