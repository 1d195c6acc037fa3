import type { Tx } from '#kernel/db.ts'
import { sql } from '#kernel/db.ts'
import { storedGrants } from '../grants/grant-views.ts'
import { insertReview } from './review-store.ts'
import { itemsToReview } from './reviewers.ts'

type Wanted = { name: string; dueAt: string; departmentId: string | null }

/** Every grant of the merchant, or of a department and below it, becomes an item of its reviewer. */
export async function startReview(
  tx: Tx,
  wanted: Wanted,
  by: { accountId: string; name: string; now: Date },
): Promise<{ reviewId: string; itemCount: number }> {
  const subjects = await tx.rows<{ account_id: string | null; department_id: string | null }>(
    sql`select distinct account_id, department_id from grants where merchant_id = ${tx.merchantId}`,
  )
  const grants = await storedGrants(tx, {
    accountIds: subjects.flatMap(({ account_id: id }) => id ?? []),
    departmentIds: subjects.flatMap(({ department_id: id }) => id ?? []),
  })
  const items = await itemsToReview(tx, grants, by, wanted.departmentId)
  return { reviewId: await insertReview(tx, wanted, items, by), itemCount: items.length }
}
