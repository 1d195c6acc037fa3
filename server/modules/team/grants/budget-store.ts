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
 * Spends, or refuses: beyond the daily limit only who confirms to be himself *after* it was spent goes on, as far again as the limit, and then
 * confirms again (an agent by the approval of its person, call by call); nobody beyond five times the limit. What an agent spends counts for the person responsible for it too. Throws budgetSpent,
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

/** Whose budgets an act of this actor is paid from. */
export const budgetPayers = (actor: Actor): string[] => payersOf(actor).map(({ accountId }) => accountId)

/** What was spent on something that came to nothing goes back to the day it was spent on, in the order in which budgets are locked. */
export async function giveBackBudget(
  tx: Tx,
  kind: BudgetKind,
  shares: readonly { accountId: string; spentOn: string; amount: number }[],
): Promise<void> {
  if (shares.length === 0) return
  await tx.write(sql`
    with given as (
      select s."accountId" as account_id, s."spentOn" as spent_on, sum(s.amount) as amount
      from jsonb_to_recordset(${JSON.stringify(shares)}::jsonb) as s("accountId" text, "spentOn" date, amount bigint) group by 1, 2),
    locked as (
      select k.account_id, k.spent_on, given.amount from spent_budgets k
      join given on given.account_id = k.account_id and given.spent_on = k.spent_on
      where k.merchant_id = ${tx.merchantId} and k.kind = ${kind} order by k.account_id, k.spent_on for update of k)
    update spent_budgets b set amount = greatest(0, b.amount - locked.amount) from locked
    where b.merchant_id = ${tx.merchantId} and b.kind = ${kind} and b.account_id = locked.account_id and b.spent_on = locked.spent_on`)
}

type Charge = Omit<Spending, 'rows'> & { limit: number | null }
async function spendFor(tx: Tx, actor: Actor, accountId: string, charge: Charge, now: Date): Promise<number> {
  const { kind, amount, limit } = charge
  const within = await spend(tx, accountId, charge, now)
  if (within !== undefined) return within
  const most = (limit ?? 0) * HARD_STOP
  const { used } = await spentToday(tx, accountId, kind, now)
  if (used + amount > most) return fail(errors.budgetExhausted, { most: shown(kind, most) })
  const { isFresh, provenAt, takeApproval } = actor.stepUp
  if (takeApproval !== null) {
    await requireStepUp(actor)
    return (await spendBeyond(tx, accountId, charge, null, now)) ?? fail(errors.budgetExhausted, { most: shown(kind, most) })
  }
  // Where another act at the same moment has used the confirmation up, this one lies within what that opened.
  const beyond = isFresh
    ? ((await spendBeyond(tx, accountId, charge, provenAt, now)) ?? (await spend(tx, accountId, charge, now)))
    : undefined
  return beyond ?? fail(errors.budgetSpent, { limit: shown(kind, limit ?? 0), most: shown(kind, most) })
}

const shown = (kind: BudgetKind, amount: number): string =>
  kind === 'refundFen' ? `¥${(amount / 100).toFixed(2)}` : String(amount)

/** What is used afterwards; undefined when it would pass the limit, and what the last confirmation carries beyond it. */
async function spend(tx: Tx, accountId: string, { kind, amount, limit }: Charge, now: Date): Promise<number | undefined> {
  const row = await tx.maybe<{ amount: string }>(sql`
    insert into spent_budgets as b (merchant_id, account_id, spent_on, kind, amount, last_at)
    select ${tx.merchantId}, ${accountId}, ${dayOf(now)}::date, ${kind}, ${amount}::bigint, ${now}
    where ${limit}::bigint is null or ${amount}::bigint <= ${limit}::bigint
    on conflict (merchant_id, account_id, spent_on, kind) do update set amount = b.amount + excluded.amount, last_at = excluded.last_at
      where ${limit}::bigint is null
        or b.amount + excluded.amount <= least(greatest(${limit}::bigint, b.carried_to), ${limit}::bigint * ${HARD_STOP})
    returning b.amount`)
  return row && Number(row.amount)
}

/**
 * The same beyond the limit. A confirmation counts when nothing was spent after it, and carries as far again as the limit; an approval
 * (`provenAt` null) is for this act alone.
 */
async function spendBeyond(
  tx: Tx,
  accountId: string,
  { kind, amount, limit }: Charge,
  provenAt: Date | null,
  now: Date,
): Promise<number | undefined> {
  const most = (limit ?? 0) * HARD_STOP
  const block = provenAt === null ? 0 : Math.max(limit ?? 0, amount)
  const row = await tx.maybe<{ amount: string }>(sql`
    insert into spent_budgets as b (merchant_id, account_id, spent_on, kind, amount, last_at, carried_to)
    select ${tx.merchantId}, ${accountId}, ${dayOf(now)}::date, ${kind}, ${amount}::bigint, ${now}, least(${block}::bigint, ${most}::bigint)
    where ${amount}::bigint <= ${most}::bigint
    on conflict (merchant_id, account_id, spent_on, kind) do update
      set amount = b.amount + excluded.amount, last_at = excluded.last_at,
        carried_to = greatest(b.carried_to, least(b.amount + ${block}::bigint, ${most}::bigint))
      where b.amount + excluded.amount <= ${most}::bigint
        and (${provenAt}::timestamptz is null or b.last_at is null or b.last_at <= ${provenAt}::timestamptz)
    returning b.amount`)
  return row && Number(row.amount)
}

export const pastBudgets: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from spent_budgets where merchant_id = ${tx.merchantId} and (account_id, spent_on, kind) in (
      select account_id, spent_on, kind from spent_budgets
      where merchant_id = ${tx.merchantId} and spent_on < ${dayOf(keptSince('keepSpentBudgets', now))}::date
      order by account_id, spent_on, kind limit ${limit})`)

/** What this account has used of a day's budget by now. */
export async function spentToday(reader: Reader, accountId: string, kind: BudgetKind, now: Date): Promise<{ used: number }> {
  const row = await reader.maybe<{ amount: string }>(sql`
    select amount from spent_budgets
    where merchant_id = ${reader.merchantId} and account_id = ${accountId} and spent_on = ${dayOf(now)}::date and kind = ${kind}`)
  return { used: Number(row?.amount ?? 0) }
}
