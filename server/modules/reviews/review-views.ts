/** Reads of buyers' reviews. */

import type { z } from 'zod'
import type { ReviewRow, reviewFilters } from '#contract/reviews.ts'
import { inScope, type Scope } from '#kernel/access.ts'
import { type Reader, type Sql, sql } from '#kernel/db.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import { escapeLike } from '#modules/catalog/public.ts'
import { platformNamed } from '#server/platforms/registry.ts'
import { replyUntil } from './reply-rules.ts'
import type { ReviewReading } from './review.ts'

const PAGE = 30
type Row = Omit<ReviewRow, 'replyUntil'> & { platform: string; micros: string }

/** Reviews r with what they are about: s, o (null = not in the house), l. */
const selectReviews = (reader: Reader): Sql => sql`
  select r.review_id as "reviewId", r.shop_id as "shopId", s.platform, r.platform_order_id as "platformOrderId",
    o.order_id is not null as "isOrderHere", r.platform_item_id as "platformItemId", coalesce(l.title, '') as "goodsTitle",
    coalesce(l.variant, '') as variant, r.stars, r.body as text, r.created_at as "createdAt",
    case when r.reply <> '' then r.reply else r.reply_wish end as reply, r.reply_state as "replyState", r.replied_by as "repliedBy",
    r.answered_at as "answeredAt", r.problem, r.next_attempt_at as "nextAttemptAt",
    (extract(epoch from r.created_at) * 1000000)::bigint as micros
  from reviews r
  join shops s on s.merchant_id = ${reader.merchantId} and s.shop_id = r.shop_id
  left join orders o on o.merchant_id = ${reader.merchantId} and o.platform_order_id = r.platform_order_id and o.shop_id = r.shop_id
  left join order_lines l on l.merchant_id = ${reader.merchantId} and l.order_id = o.order_id and l.platform_line_id = r.platform_line_id
  where r.merchant_id = ${reader.merchantId}`

function shown({ platform, micros: _, ...row }: Row): ReviewRow {
  const limits = platformNamed(platform).adapter.reviewLimits
  return { ...row, replyUntil: limits ? replyUntil(row.createdAt, limits.replyDays) : null }
}

type Filters = z.infer<typeof reviewFilters>
/** Latest first. */
export async function reviewPage(
  reader: Reader,
  scope: Scope,
  { shopIds, stars, state = 'all', search = '' }: Filters,
  cursor: string | null,
): Promise<{ rows: ReviewRow[]; next: string | null }> {
  const after = readCursor(cursor)
  const inside = `%${escapeLike(search)}%`
  const rows = await reader.rows<Row>(sql`
    ${selectReviews(reader)} and ${inScope(scope, sql`r.shop_id`)}
      and (${shopIds ?? null}::uuid[] is null or r.shop_id = any(${shopIds ?? null}::uuid[]))
      and (${stars ?? null}::int[] is null or r.stars = any(${stars ?? null}::int[]))
      and ${stateIs(state)}
      and (${search} = '' or r.platform_order_id = ${search} or r.body ilike ${inside} or r.reply ilike ${inside} or l.title ilike ${inside})
      and (${after === undefined} or (r.created_at, r.review_id)
        < ('epoch'::timestamptz + ${after?.[0] ?? '0'}::bigint * interval '1 microsecond', ${after?.[1] ?? null}::uuid))
    order by r.created_at desc, r.review_id desc limit ${PAGE + 1}`)
  const page = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? page.at(-1) : undefined
  return { rows: page.map(shown), next: last ? writeCursor([last.micros, last.reviewId]) : null }
}

function stateIs(state: NonNullable<Filters['state']>): Sql {
  if (state === 'unanswered') return sql`r.reply = '' and r.reply_state = 'none'`
  if (state === 'answered') return sql`r.reply <> ''`
  return state === 'problem' ? sql`r.problem <> ''` : sql`true`
}

export async function oneReview(reader: Reader, scope: Scope, reviewId: string): Promise<ReviewRow | undefined> {
  const row = await reader.maybe<Row>(sql`
    ${selectReviews(reader)} and r.review_id = ${reviewId} and ${inScope(scope, sql`r.shop_id`)}`)
  return row && shown(row)
}

export type ShopReviews = {
  shopId: string
  platform: string
  readAt: string | null
  problem: string
  unansweredCount: number
  badCount: number
}
/** One row per shop in scope, whether or not its platform tells reviews. */
export function reviewsOfShops(reader: Reader, scope: Scope): Promise<ShopReviews[]> {
  return reader.rows<ShopReviews>(sql`
    select s.shop_id as "shopId", s.platform, g.read_until as "readAt", coalesce(g.problem, '') as problem,
      coalesce(c.open_count, 0)::int as "unansweredCount", coalesce(c.bad_count, 0)::int as "badCount"
    from shops s
    left join review_readings g on g.merchant_id = ${reader.merchantId} and g.shop_id = s.shop_id
    left join (
      select r.shop_id, count(*) as open_count, count(*) filter (where r.stars <= 2) as bad_count from reviews r
      where r.merchant_id = ${reader.merchantId} and r.reply = '' and r.reply_state = 'none' group by r.shop_id) c on c.shop_id = s.shop_id
    where s.merchant_id = ${reader.merchantId} and ${inScope(scope, sql`s.shop_id`)}
    order by s.name, s.shop_id`)
}

/** Active shops of these platforms that are to be read now. */
export async function shopsToRead(reader: Reader, platforms: readonly string[], now: Date): Promise<string[]> {
  const rows = await reader.rows<{ shop_id: string }>(sql`
    select s.shop_id from shops s
    left join review_readings g on g.merchant_id = ${reader.merchantId} and g.shop_id = s.shop_id
    where s.merchant_id = ${reader.merchantId} and s.state = 'active' and s.platform = any(${[...platforms]}::text[])
      and (g.next_reading_at is null or g.next_reading_at <= ${now})
    order by s.shop_id`)
  return rows.map((row) => row.shop_id)
}

export function readingOf(reader: Reader, shopId: string): Promise<ReviewReading | undefined> {
  return reader.maybe<ReviewReading>(sql`
    select shop_id as "shopId", read_until as "readUntil", read_whole_at as "readWholeAt", next_reading_at as "nextReadingAt"
    from review_readings where merchant_id = ${reader.merchantId} and shop_id = ${shopId}`)
}
