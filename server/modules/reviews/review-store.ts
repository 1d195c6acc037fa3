/** Writes of buyers' reviews and of our replies to them. */
import { inScope, type Scope } from '#kernel/access.ts'
import { recordset, type Sql, sql, type Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { ReviewSnapshot } from '#server/platforms/platform-services.ts'
import type { RepliedReview } from './review.ts'

const columns: Sql = sql`r.review_id as "reviewId", r.shop_id as "shopId", r.platform_review_id as "platformReviewId",
  r.platform_line_id as "platformLineId", r.created_at as "createdAt", r.reply, r.reply_state as "replyState", r.reply_wish as "replyWish",
  r.replied_by as "repliedBy", r.replied_by_id as "repliedById", r.wished_at as "wishedAt", r.answered_at as "answeredAt", r.attempts,
  r.problem, r.next_attempt_at as "nextAttemptAt"`

/** New reviews, and what a buyer changed of known ones; replies are another matter. */
export async function storeReviews(tx: Tx, shopId: string, reviews: readonly ReviewSnapshot[], now: Date): Promise<void> {
  const rows = reviews.map((review) => ({
    review_id: newId(),
    platform_review_id: review.reviewId,
    platform_order_id: review.platformOrderId,
    platform_line_id: review.platformLineId,
    platform_item_id: review.platformItemId,
    stars: review.stars,
    body: review.text,
    created_at: review.createdAt,
  }))
  await tx.write(sql`
    insert into reviews (merchant_id, review_id, shop_id, platform_review_id, platform_order_id, platform_line_id, platform_item_id, stars, body, created_at, read_at)
    select distinct on (n.platform_review_id) ${tx.merchantId}, n.review_id, ${shopId}, n.platform_review_id, n.platform_order_id,
      n.platform_line_id, n.platform_item_id, n.stars, n.body, n.created_at, ${now}
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as n(review_id uuid, platform_review_id text, platform_order_id text,
      platform_line_id text, platform_item_id text, stars smallint, body text, created_at timestamptz)
    order by n.platform_review_id
    on conflict (merchant_id, shop_id, platform_review_id) do update set stars = excluded.stars, body = excluded.body, read_at = excluded.read_at`)
}

/** By the platform's ids, locked. */
export function lockPlatformReviews(tx: Tx, shopId: string, platformReviewIds: readonly string[]): Promise<RepliedReview[]> {
  return tx.rows<RepliedReview>(sql`
    select ${columns} from reviews r
    where r.merchant_id = ${tx.merchantId} and r.shop_id = ${shopId} and r.platform_review_id = any(${[...platformReviewIds]}::text[])
    order by r.platform_review_id for update`)
}

/** Undefined = outside the scope, or there is none. */
export function lockReview(tx: Tx, scope: Scope, reviewId: string): Promise<RepliedReview | undefined> {
  return tx.maybe<RepliedReview>(sql`
    select ${columns} from reviews r
    where r.merchant_id = ${tx.merchantId} and r.review_id = ${reviewId} and ${inScope(scope, sql`r.shop_id`)} for update`)
}

export function lockReviews(tx: Tx, reviewIds: readonly string[]): Promise<RepliedReview[]> {
  return tx.rows<RepliedReview>(sql`
    select ${columns} from reviews r
    where r.merchant_id = ${tx.merchantId} and r.review_id = any(${[...reviewIds]}::uuid[])
    order by r.platform_review_id for update`)
}

/** Those of a shop whose reply is due, the oldest first, locked. */
export function lockDueReplies(tx: Tx, shopId: string, now: Date, limit: number): Promise<RepliedReview[]> {
  return tx.rows<RepliedReview>(sql`
    select ${columns} from reviews r
    where r.merchant_id = ${tx.merchantId} and r.shop_id = ${shopId} and r.reply_state in ('waiting', 'calling') and r.next_attempt_at <= ${now}
    order by r.next_attempt_at, r.review_id limit ${limit} for update`)
}

/** Writes what became of the replies of locked reviews. */
export async function saveReplies(tx: Tx, reviews: readonly RepliedReview[]): Promise<void> {
  if (reviews.length === 0) return
  const rows = reviews.map((review) => ({
    review_id: review.reviewId,
    reply: review.reply,
    reply_state: review.replyState,
    reply_wish: review.replyWish,
    replied_by: review.repliedBy,
    replied_by_id: review.repliedById,
    wished_at: review.wishedAt,
    answered_at: review.answeredAt,
    attempts: review.attempts,
    problem: review.problem.slice(0, 500),
    next_attempt_at: review.nextAttemptAt,
  }))
  await tx.write(sql`
    update reviews r set reply = n.reply, reply_state = n.reply_state, reply_wish = n.reply_wish, replied_by = n.replied_by,
      replied_by_id = n.replied_by_id, wished_at = n.wished_at, answered_at = n.answered_at, attempts = n.attempts, problem = n.problem,
      next_attempt_at = n.next_attempt_at
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as n(review_id uuid, reply text, reply_state text, reply_wish text, replied_by text,
      replied_by_id text, wished_at timestamptz, answered_at timestamptz, attempts int, problem text, next_attempt_at timestamptz)
    where r.merchant_id = ${tx.merchantId} and r.review_id = n.review_id`)
}

/** The platform asked us to be patient: no reply of this shop is due before that moment. */
export async function postponeReplies(tx: Tx, shopId: string, until: string): Promise<void> {
  await tx.write(sql`
    update reviews set next_attempt_at = ${until}
    where merchant_id = ${tx.merchantId} and shop_id = ${shopId} and reply_state in ('waiting', 'calling') and next_attempt_at < ${until}::timestamptz`)
}

type DoneReading = { until: string; isWhole: boolean; nextReadingAt: Date }
export async function finishReading(tx: Tx, shopId: string, { until, isWhole, nextReadingAt }: DoneReading): Promise<void> {
  const wholeAt = isWhole ? until : null
  await tx.write(sql`
    insert into review_readings as g (merchant_id, shop_id, read_until, read_whole_at, next_reading_at)
    values (${tx.merchantId}, ${shopId}, ${until}, ${wholeAt}, ${nextReadingAt})
    on conflict (merchant_id, shop_id) do update set read_until = greatest(g.read_until, excluded.read_until),
      read_whole_at = coalesce(excluded.read_whole_at, g.read_whole_at), problem = '', next_reading_at = excluded.next_reading_at`)
}

export async function noteReadingProblem(tx: Tx, shopId: string, problem: string, nextReadingAt: string): Promise<void> {
  await tx.write(sql`
    insert into review_readings (merchant_id, shop_id, problem, next_reading_at)
    values (${tx.merchantId}, ${shopId}, ${problem.slice(0, 500)}, ${nextReadingAt})
    on conflict (merchant_id, shop_id) do update set problem = excluded.problem, next_reading_at = excluded.next_reading_at`)
}

/** A person does not want to wait for the next reading. */
export async function readSoon(tx: Tx, shopId: string, now: Date): Promise<void> {
  await tx.write(sql`
    update review_readings set next_reading_at = ${now} where merchant_id = ${tx.merchantId} and shop_id = ${shopId} and next_reading_at > ${now}`)
}
