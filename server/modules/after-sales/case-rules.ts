/** What a case waits for, and whether it may be decided. Pure. */
import type { CaseAct, CaseKind, CaseState, DecisionState } from './case.ts'

const ASKED: Record<CaseKind, CaseAct> = {
  refund_only: 'refund',
  other: 'refund',
  return_and_refund: 'return',
  exchange: 'exchange',
  resend: 'resend',
}
/** What agreeing does now; null = the shop has nothing to decide. */
export function actOf({ kind, state }: { kind: CaseKind; state: CaseState }): CaseAct | null {
  if (state === 'waiting_for_merchant') return ASKED[kind]
  return state === 'goods_returning' && kind === 'return_and_refund' ? 'receipt' : null
}

/** Money that agreeing promises or pays, in fen. Agreeing to a return promises it: the platform pays when nobody objects. */
export const moneyOf = (act: CaseAct, refundFen: number): number => (act === 'exchange' || act === 'resend' ? 0 : refundFen)

type Known = { kind: CaseKind; state: CaseState; platformState: string; modifiedAt: string }
type Decided = { state: DecisionState; seenState: string; seenModifiedAt: string }
/**
 * Why nobody may decide now: `decided` while a decision is on its way, or told of and not yet seen in what the platform says;
 * `notWaiting` when the shop has nothing to say. At most one decision is open: unique index after_sale_decisions_one_open.
 */
export function hindranceOf(found: Known, last: Decided | null): 'decided' | 'notWaiting' | null {
  if (last?.state === 'waiting' || last?.state === 'failed') return 'decided'
  const isUnchanged =
    last !== null && last.seenState === found.platformState && Date.parse(last.seenModifiedAt) === Date.parse(found.modifiedAt)
  if (last?.state === 'told' && isUnchanged) return 'decided'
  return actOf(found) === null ? 'notWaiting' : null
}
