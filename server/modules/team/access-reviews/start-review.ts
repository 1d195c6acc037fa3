import type { Tx } from '#kernel/db.ts'
import { sql } from '#kernel/db.ts'
import type { EventFact } from '#kernel/events.ts'
import { storedGrants } from '../grants/grant-views.ts'
import { insertReview } from './review-store.ts'
import { itemsToReview } from './reviewers.ts'
import { tellReviewers } from './tell-reviewers.ts'

type Wanted = { name: string; dueAt: string; departmentId: string | null }

/** Every grant of the merchant, or of a department and below it, becomes an item of its reviewer. */
export async function startReview(
  tx: Tx,
  wanted: Wanted,
  by: { accountId: string; name: string; now: Date },
): Promise<{ reviewId: string; itemCount: number; facts: EventFact[] }> {
  const subjects = await tx.rows<{ account_id: string | null; department_id: string | null }>(
    sql`select distinct account_id, department_id from grants where merchant_id = ${tx.merchantId}`,
  )
  const grants = await storedGrants(tx, {
    accountIds: subjects.flatMap(({ account_id: id }) => id ?? []),
    departmentIds: subjects.flatMap(({ department_id: id }) => id ?? []),
  })
  const items = await itemsToReview(tx, grants, by, wanted.departmentId)
  const asked = Map.groupBy(items, ({ reviewer }) => reviewer.accountId)
  const counts = [...asked].map(([reviewerId, own]) => ({ reviewerId, count: own.length }))
  const facts = await tellReviewers(tx, 'reviewBegun', wanted, counts, by.now)
  return { reviewId: await insertReview(tx, wanted, items, by), itemCount: items.length, facts }
}
