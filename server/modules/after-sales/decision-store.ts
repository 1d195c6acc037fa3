/** Decisions: written before the platform is told, and what became of them. */
import { recordset, sql, type Tx } from '#kernel/db.ts'
import type { DecisionState } from './case.ts'

export type NewDecision = {
  decisionId: string
  caseId: string
  shopId: string
  afterSaleId: string
  agree: boolean
  reason: string
  decidedBy: string
  decidedByName: string
  grants: readonly { grantId: string; role: string }[]
  limitActFen: number | null
  limitDayFen: number | null
  chargedFen: number
  isConfirmed: boolean
  seenState: string
  seenFen: number
  seenModifiedAt: string
}
export async function insertDecision(tx: Tx, decision: NewDecision, now: Date): Promise<void> {
  const { seenState, seenFen, seenModifiedAt, limitActFen, limitDayFen, chargedFen, isConfirmed } = decision
  await tx.write(sql`
    insert into after_sale_decisions (merchant_id, decision_id, case_id, shop_id, after_sale_id, agree, reason, decided_by, decided_by_name, decided_at,
      grants, limit_act_fen, limit_day_fen, charged_fen, is_confirmed, seen_state, seen_fen, seen_modified_at, state, next_attempt_at)
    values (${tx.merchantId}, ${decision.decisionId}, ${decision.caseId}, ${decision.shopId}, ${decision.afterSaleId}, ${decision.agree},
      ${decision.reason}, ${decision.decidedBy}, ${decision.decidedByName}, ${now}, ${JSON.stringify(decision.grants)}::jsonb, ${limitActFen},
      ${limitDayFen}, ${chargedFen}, ${isConfirmed}, ${seenState}, ${seenFen}, ${seenModifiedAt}, 'waiting', ${now})`)
}

/** What this account's agreement to this case took of budgets before. */
export async function chargedBefore(tx: Tx, caseId: string, accountId: string): Promise<number> {
  const row = await tx.maybe<{ fen: string }>(sql`
    select coalesce(sum(charged_fen), 0) as fen from after_sale_decisions
    where merchant_id = ${tx.merchantId} and case_id = ${caseId} and decided_by = ${accountId}`)
  return Number(row?.fen ?? 0)
}

export type LockedDecision = {
  decisionId: string
  caseId: string
  shopId: string
  platformOrderId: string
  state: DecisionState
  attempts: number
}
/** Locked in the order of their ids. */
export function lockDecisions(tx: Tx, decisionIds: readonly string[]): Promise<LockedDecision[]> {
  return tx.rows<LockedDecision>(sql`
    select d.decision_id as "decisionId", d.case_id as "caseId", d.shop_id as "shopId", c.platform_order_id as "platformOrderId", d.state, d.attempts
    from after_sale_decisions d join after_sale_cases c on c.merchant_id = ${tx.merchantId} and c.case_id = d.case_id
    where d.merchant_id = ${tx.merchantId} and d.decision_id = any(${[...decisionIds]}::uuid[]) order by d.decision_id for update of d`)
}

export type DecisionChange = {
  decisionId: string
  state: DecisionState
  problem: string
  attempts: number
  nextAttemptAt: string | null
}
export async function changeDecisions(tx: Tx, changes: readonly DecisionChange[], now: Date): Promise<void> {
  const rows = changes.map((change) => ({
    decision_id: change.decisionId,
    state: change.state,
    problem: change.problem.slice(0, 500),
    attempts: change.attempts,
    next_attempt_at: change.nextAttemptAt,
  }))
  await tx.write(sql`
    update after_sale_decisions d set state = c.state, problem = c.problem, attempts = c.attempts, next_attempt_at = c.next_attempt_at,
      told_at = case when c.state = 'told' then ${now}::timestamptz end
    from jsonb_to_recordset(${recordset(rows)}::jsonb)
      as c(decision_id uuid, state text, problem text, attempts int, next_attempt_at timestamptz)
    where d.merchant_id = ${tx.merchantId} and d.decision_id = c.decision_id`)
}

/** The platform asked us to be patient: nothing of this shop is due before that moment. */
export async function postponeDecisions(tx: Tx, shopId: string, until: string): Promise<void> {
  await tx.write(sql`
    update after_sale_decisions set next_attempt_at = ${until}
    where merchant_id = ${tx.merchantId} and shop_id = ${shopId} and state in ('waiting', 'failed') and next_attempt_at < ${until}::timestamptz`)
}
