/**
 * Daily budgets: how often somebody may look at plain personal data or take data out, how much may be paid back. The limit stands in the
 * grants; what is used of it is one row per account, day and kind, checked and raised by one statement, so that acts at the same moment
 * never pass it together.
 */
import { errors } from '#contract/errors.ts'
import type { Permission } from '#contract/permissions.ts'
import type { Principal, Row } from '#kernel/access.ts'
import { dayOf } from '#kernel/clock.ts'
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { Actor } from '#kernel/operation.ts'
import { requireStepUp } from '#kernel/step-up.ts'
import { type Expiry, keptSince } from '#kernel/upkeep.ts'
import { type BudgetKind, dailyLimit, HARD_STOP } from './budget-rules.ts'

export type Spending = {
  permission: Permission
  kind: BudgetKind
  /** Times, or fen. */
  amount: number
  /** The rows the act is about; none = wherever the permission is held. */
  rows: readonly Row[]
}
/** What is used of the day's budget now; `limit` null = none. */
export type Spent = { used: number; limit: number | null }

/**
 * Spends, or refuses: beyond the daily limit only who has just confirmed to be himself goes on (an agent by the approval of its person),
 * and nobody beyond five times the limit. What an agent spends counts for the person responsible for it too. Throws budgetSpent,
 * budgetExhausted, approvalRequired.
 */
export async function spendBudget(tx: Tx, actor: Actor, wanted: Spending, now: Date): Promise<Spent> {
  const limit = dailyLimit(actor, wanted.permission, wanted.kind, wanted.rows)
  let own: Spent = { used: 0, limit }
  for (const payer of payersOf(actor)) {
    const theirs = dailyLimit(payer, wanted.permission, wanted.kind, wanted.rows)
    const used = await spendFor(tx, actor, payer.accountId, { ...wanted, limit: tighter(limit, theirs) }, now)
    if (payer.accountId === actor.accountId) own = { used, limit }
  }
  return own
}

const tighter = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b))

/** The actor, and the person on whose behalf he acts; in one order, so that two acts never wait for each other in a circle. */
function payersOf(actor: Actor): Principal[] {
  const person = actor.bounds?.find((bound) => bound.accountId === actor.onBehalfOf?.accountId)
  const payers: Principal[] = person && person.accountId !== actor.accountId ? [actor, person] : [actor]
  return payers.sort((a, b) => (a.accountId < b.accountId ? -1 : 1))
}

type Charge = Omit<Spending, 'rows'> & { limit: number | null }
async function spendFor(tx: Tx, actor: Actor, accountId: string, charge: Charge, now: Date): Promise<number> {
  const { kind, amount, limit } = charge
  const within = await spend(tx, accountId, charge, limit, now)
  if (within !== undefined) return within
  const most = (limit ?? 0) * HARD_STOP
  const { used } = await spentToday(tx, accountId, kind, now)
  if (used + amount > most) return fail(errors.budgetExhausted, { most: shown(kind, most) })
  if (!actor.stepUp.isFresh) {
    if (actor.stepUp.takeApproval === null)
      return fail(errors.budgetSpent, { limit: shown(kind, limit ?? 0), most: shown(kind, most) })
    await requireStepUp(actor)
  }
  return (await spend(tx, accountId, charge, most, now)) ?? fail(errors.budgetExhausted, { most: shown(kind, most) })
}

const shown = (kind: BudgetKind, amount: number): string =>
  kind === 'refundFen' ? `¥${(amount / 100).toFixed(2)}` : String(amount)

/** What is used afterwards; undefined when it would pass the limit. */
async function spend(
  tx: Tx,
  accountId: string,
  { kind, amount }: Pick<Spending, 'kind' | 'amount'>,
  limit: number | null,
  now: Date,
): Promise<number | undefined> {
  const row = await tx.maybe<{ amount: string }>(sql`
    insert into spent_budgets as b (merchant_id, account_id, spent_on, kind, amount)
    select ${tx.merchantId}, ${accountId}, ${dayOf(now)}::date, ${kind}, ${amount}::bigint where ${limit}::bigint is null or ${amount}::bigint <= ${limit}::bigint
    on conflict (merchant_id, account_id, spent_on, kind) do update set amount = b.amount + excluded.amount
      where ${limit}::bigint is null or b.amount + excluded.amount <= ${limit}::bigint
    returning b.amount`)
  return row && Number(row.amount)
}

export const pastBudgets: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from spent_budgets where merchant_id = ${tx.merchantId} and (account_id, spent_on, kind) in (
      select account_id, spent_on, kind from spent_budgets
      where merchant_id = ${tx.merchantId} and spent_on < ${dayOf(keptSince('keepSpentBudgets', now))}::date
      order by account_id, spent_on, kind limit ${limit})`)

async function spentToday(reader: Reader, accountId: string, kind: BudgetKind, now: Date): Promise<{ used: number }> {
  const row = await reader.maybe<{ amount: string }>(sql`
    select amount from spent_budgets
    where merchant_id = ${reader.merchantId} and account_id = ${accountId} and spent_on = ${dayOf(now)}::date and kind = ${kind}`)
  return { used: Number(row?.amount ?? 0) }
}
