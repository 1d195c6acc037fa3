import { errors } from '#contract/errors.ts'
import { recordset, sql, type Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import type { StoredGrant } from '../grants/grant.ts'

export type NewItem = {
  grant: StoredGrant
  subjectName: string
  reviewer: { accountId: string; name: string }
}
type Starter = { accountId: string; name: string; now: Date }

export async function insertReview(
  tx: Tx,
  review: { name: string; dueAt: string },
  items: readonly NewItem[],
  by: Starter,
): Promise<string> {
  const reviewId = newId()
  await tx.write(sql`
    insert into access_reviews (merchant_id, review_id, name, state, started_by, started_name, started_at, due_at)
    values (${tx.merchantId}, ${reviewId}, ${review.name}, 'open', ${by.accountId}, ${by.name}, ${by.now}, ${review.dueAt})`)
  const rows = items.map(({ grant, subjectName, reviewer }) => ({
    item_id: newId(),
    grant_id: grant.grantId,
    subject_kind: grant.accountId === null ? 'department' : 'account',
    subject_id: grant.accountId ?? grant.subjectDepartmentId,
    subject_name: subjectName,
    grant_text: grant,
    reviewer_id: reviewer.accountId,
    reviewer_name: reviewer.name,
  }))
  await tx.write(sql`
    insert into access_review_items (merchant_id, review_id, item_id, grant_id, subject_kind, subject_id, subject_name, grant_text, reviewer_id,
      reviewer_name)
    select ${tx.merchantId}, ${reviewId}, i.item_id, i.grant_id, i.subject_kind, i.subject_id, i.subject_name, i.grant_text, i.reviewer_id,
      i.reviewer_name
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as i(item_id uuid, grant_id uuid, subject_kind text, subject_id uuid, subject_name text,
      grant_text jsonb, reviewer_id text, reviewer_name text)`)
  return reviewId
}

/** Throws notFound, reviewClosed. Call it under `lockTeam`. */
export async function openReview(tx: Tx, reviewId: string): Promise<{ name: string; started_by: string; due_at: string }> {
  const row = await tx.maybe<{ name: string; started_by: string; due_at: string; state: string }>(sql`
    select name, started_by, due_at, state from access_reviews where merchant_id = ${tx.merchantId} and review_id = ${reviewId}`)
  if (!row) return fail(errors.notFound)
  return row.state === 'open' ? row : fail(errors.reviewClosed)
}

export async function setDecisions(
  tx: Tx,
  itemIds: readonly string[],
  made: { decision: 'keep' | 'remove' | 'expired'; note: string; accountId: string; name: string; now: Date },
): Promise<void> {
  await tx.write(sql`
    update access_review_items set decision = ${made.decision}, note = ${made.note}, decided_by = ${made.accountId}, decided_name = ${made.name},
      decided_at = ${made.now}
    where merchant_id = ${tx.merchantId} and item_id = any(${[...itemIds]}::uuid[])`)
}

export async function setReviewClosed(
  tx: Tx,
  reviewId: string,
  closed: { report: string; signature: string; now: Date },
): Promise<void> {
  await tx.write(sql`
    update access_reviews set state = 'closed', closed_at = ${closed.now}, report = ${closed.report}, signature = ${closed.signature}
    where merchant_id = ${tx.merchantId} and review_id = ${reviewId}`)
}

/** Ends these grants; answers the accounts whose own grants they were (those of departments concern everybody). */
export async function endGrants(tx: Tx, grantIds: readonly string[]): Promise<string[]> {
  const gone = await tx.rows<{ account_id: string | null }>(sql`
    delete from grants where merchant_id = ${tx.merchantId} and grant_id = any(${[...grantIds]}::uuid[]) returning account_id`)
  const accountIds = [...new Set(gone.flatMap(({ account_id: accountId }) => accountId ?? []))]
  await tx.write(sql`
    update accounts set epoch = epoch + 1, version = version + 1
    where merchant_id = ${tx.merchantId} and account_id = any(${accountIds}::uuid[])`)
  return accountIds
}
