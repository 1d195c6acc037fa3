/** How much somebody may agree to pay back: at once by the limit of the grants, and in a day by its budget. */
import { errors } from '#contract/errors.ts'
import type { Permission } from '#contract/permissions.ts'
import { inReach, type Principal, type Row } from '#kernel/access.ts'
import type { Reader, Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { Actor } from '#kernel/operation.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { requireStepUp } from '#kernel/step-up.ts'
import { dailyLimit, HARD_STOP, mayRefundAtOnce, refundLimit } from './budget-rules.ts'
import { spendBudget, spentToday } from './budget-store.ts'

/** Limits in fen, null = none. */
export type RefundRight = {
  perActFen: number | null
  /** What is above has to be confirmed, whoever agrees to it. */
  confirmAboveFen: number
  /** The same for several at once. */
  confirmTogetherFen: number
  perDayFen: number | null
  usedTodayFen: number
  grants: { grantId: string; role: string }[]
}
/** `chargeFen`: what of the amount counts against the day; less than the amount where a part of it was counted before. */
type Wish = { permission: Permission; row: Row; amountFen: number; chargeFen: number }

const confirmAlways = (): number => ruleValue('defaults', 'refundStepUp', 'fen')

export async function refundRightOf(
  reader: Reader,
  principal: Principal,
  { permission, row }: Pick<Wish, 'permission' | 'row'>,
  now: Date,
): Promise<RefundRight> {
  const perActFen = refundLimit(principal, permission, row)
  const { used } = await spentToday(reader, principal.accountId, 'refundFen', now)
  return {
    perActFen,
    confirmAboveFen: Math.min(perActFen ?? Number.MAX_SAFE_INTEGER, confirmAlways()),
    confirmTogetherFen: confirmAlways(),
    perDayFen: dailyLimit(principal, permission, 'refundFen', [row]),
    usedTodayFen: used,
    grants: principal.grants
      .filter((grant) => grant.permissions.has(permission) && inReach(grant.reach, row))
      .map(({ grantId, role }) => ({ grantId, role })),
  }
}

/**
 * Allows this refund and counts it against the day, or refuses: above the limit per act only who confirms to be himself (an agent: with
 * the approval of its person) goes on, and nobody above five times the limit. Throws refundOverLimit, stepUpRequired, approvalRequired,
 * budgetSpent, budgetExhausted.
 */
export async function spendRefund(
  tx: Tx,
  actor: Actor,
  { permission, row, amountFen, chargeFen }: Wish,
  now: Date,
): Promise<RefundRight & { isConfirmed: boolean }> {
  const right = await refundRightOf(tx, actor, { permission, row }, now)
  const { perActFen, confirmAboveFen } = right
  const isWithin = mayRefundAtOnce(actor, permission, row, amountFen)
  const most = (perActFen ?? 0) * HARD_STOP
  if (!isWithin && amountFen > most) return fail(errors.refundOverLimit, { limit: yuan(perActFen ?? 0), most: yuan(most) })
  const wantsProof = !isWithin || amountFen > confirmAboveFen
  if (wantsProof) await requireStepUp(actor)
  if (chargeFen <= 0) return { ...right, isConfirmed: wantsProof }
  const spent = await spendBudget(tx, actor, { permission, kind: 'refundFen', amount: chargeFen, rows: [row] }, now)
  const isBeyondTheDay = right.perDayFen !== null && spent.used > right.perDayFen
  return { ...right, usedTodayFen: spent.used, isConfirmed: wantsProof || isBeyondTheDay }
}

const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`
