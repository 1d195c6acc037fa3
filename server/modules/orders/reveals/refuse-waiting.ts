import type { Tx } from '#kernel/db.ts'
import { giveBackBudget } from '#modules/team/public.ts'
import type { Problem } from './reveal.ts'
import { refuseLooks } from './reveal-store.ts'

/** Tells everybody who waits for these orders why nothing comes, and gives each look back to whoever paid it. Answers how many waited. */
export async function refuseWaiting(tx: Tx, orderIds: readonly string[], problem: Problem): Promise<number> {
  if (orderIds.length === 0) return 0
  const paid = await refuseLooks(tx, orderIds, problem)
  const shares = paid.flatMap(({ payerIds, spentOn }) => payerIds.map((accountId) => ({ accountId, spentOn, amount: 1 })))
  await giveBackBudget(tx, 'reveals', shares)
  return paid.length
}
