import type { ReviewItemView, ReviewView } from '#contract/team-leaving.ts'
import { type Reader, sql } from '#kernel/db.ts'
import type { StoredGrant } from '../grants/grant.ts'
import { permissionsOfRoles } from '../grants/grant-views.ts'
import { lastUses } from '../least-privilege/use-store.ts'

type ReviewRow = {
  review_id: string
  name: string
  state: 'open' | 'closed'
  started_by: string
  started_name: string
  started_at: string
  due_at: string
  closed_at: string | null
  item_count: number
  decided_count: number
  mine_count: number
}

/** All reviews for who leads them; else those with something to decide by this account. */
export async function reviewList(reader: Reader, accountId: string, seesAll: boolean, reviewId?: string): Promise<ReviewView[]> {
  const rows = await reader.rows<ReviewRow>(sql`
    select r.review_id, r.name, r.state, r.started_by, r.started_name, r.started_at, r.due_at, r.closed_at, i.item_count, i.decided_count, i.mine_count
    from access_reviews r cross join lateral (
      select count(*)::int as item_count, count(x.decision)::int as decided_count,
        (count(*) filter (where x.reviewer_id = ${accountId} and x.decision is null))::int as mine_count,
        bool_or(x.reviewer_id = ${accountId}) as is_reviewer
      from access_review_items x where x.merchant_id = ${reader.merchantId} and x.review_id = r.review_id) i
    where r.merchant_id = ${reader.merchantId} and (${seesAll} or i.is_reviewer) and (${reviewId ?? null}::uuid is null or r.review_id = ${reviewId ?? null})
    order by r.started_at desc, r.review_id limit 200`)
  return rows.map((row) => ({
    reviewId: row.review_id,
    name: row.name,
    state: row.state,
    startedName: row.started_name,
    startedAt: row.started_at,
    dueAt: row.due_at,
    closedAt: row.closed_at,
    itemCount: row.item_count,
    decidedCount: row.decided_count,
    mineCount: row.state === 'open' ? row.mine_count : 0,
  }))
}

export type ItemRow = {
  item_id: string
  grant_id: string
  subject_kind: 'account' | 'department'
  subject_id: string
  subject_name: string
  grant_text: StoredGrant
  reviewer_id: string
  reviewer_name: string
  decision: ReviewItemView['decision']
  note: string
  decided_name: string | null
  decided_at: string | null
}
export const reviewItems = (reader: Reader, reviewId: string): Promise<ItemRow[]> =>
  reader.rows<ItemRow>(sql`
    select item_id, grant_id, subject_kind, subject_id, subject_name, grant_text, reviewer_id, reviewer_name, decision, note, decided_name, decided_at
    from access_review_items where merchant_id = ${reader.merchantId} and review_id = ${reviewId}
    order by reviewer_name, subject_name, item_id`)

const DAY_MS = 24 * 3600_000

/** With the days since anything of each grant was used: what a reviewer most wants to know. */
export async function itemViews(
  reader: Reader,
  rows: readonly ItemRow[],
  accountId: string,
  now: Date,
): Promise<ReviewItemView[]> {
  const people = rows.filter((row) => row.subject_kind === 'account').map((row) => row.subject_id)
  const uses = await lastUses(reader, people)
  const carried = await permissionsOfRoles(
    reader,
    rows.map((row) => row.grant_text.role),
  )
  const unusedDays = (row: ItemRow): number | null => {
    const codes = carried.get(row.grant_text.role)
    const days = uses.filter(
      (use) => use.account_id === row.subject_id && use.permission !== 'account.self' && codes?.has(use.permission),
    )
    const last = days
      .map((use) => use.last_used_on)
      .sort()
      .at(-1)
    return last === undefined ? null : Math.floor((now.getTime() - Date.parse(last)) / DAY_MS)
  }
  return rows.map((row) => ({
    itemId: row.item_id,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    subjectName: row.subject_name,
    grant: row.grant_text,
    unusedDays: unusedDays(row),
    reviewerId: row.reviewer_id,
    reviewerName: row.reviewer_name,
    decision: row.decision,
    note: row.note,
    decidedName: row.decided_name,
    decidedAt: row.decided_at,
    isMine: row.reviewer_id === accountId,
  }))
}

export const undecidedByReviewer = (reader: Reader, reviewId: string): Promise<{ reviewerId: string; count: number }[]> =>
  reader.rows<{ reviewerId: string; count: number }>(sql`
    select reviewer_id as "reviewerId", count(*)::int as count from access_review_items
    where merchant_id = ${reader.merchantId} and review_id = ${reviewId} and decision is null group by reviewer_id order by reviewer_id`)
