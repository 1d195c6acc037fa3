/** How far after-sales are read. */
import { inScope, type Scope } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'

export type CaseSync = {
  shopId: string
  platform: string
  firstPullHours: number
  readFrom: string | null
  readUntil: string | null
  firstReadAt: string | null
  waitUntil: string | null
  failedCount: number
  unreadCount: number
}
/** Each active shop of these platforms. */
export function syncOfShops(reader: Reader, platforms: readonly string[]): Promise<CaseSync[]> {
  return reader.rows<CaseSync>(sql`
    select h.shop_id as "shopId", h.platform, h.first_pull_hours as "firstPullHours", s.read_from as "readFrom", s.read_until as "readUntil",
      s.first_read_at as "firstReadAt", s.wait_until as "waitUntil", coalesce(s.failed_count, 0) as "failedCount",
      (select count(*) from after_sale_unread u where u.merchant_id = ${reader.merchantId} and u.shop_id = h.shop_id)::int as "unreadCount"
    from shops h left join after_sale_sync s on s.merchant_id = ${reader.merchantId} and s.shop_id = h.shop_id
    where h.merchant_id = ${reader.merchantId} and h.state = 'active' and h.platform = any(${[...platforms]}::text[])
    order by h.shop_id`)
}

export type ShownSync = {
  shopId: string
  shopName: string
  platform: string
  readUntil: string | null
  problem: string
  isLate: boolean
  unreadCount: number
  unreadReason: string
}
/** Shops in scope whose platforms have after-sales. */
export function shownSync(reader: Reader, scope: Scope, platforms: readonly string[], lateBefore: Date): Promise<ShownSync[]> {
  return reader.rows<ShownSync>(sql`
    select h.shop_id as "shopId", h.name as "shopName", h.platform, s.read_until as "readUntil", coalesce(s.problem, '') as problem,
      h.state in ('active', 'authorisation_expired') and coalesce(s.read_until < ${lateBefore}, false) as "isLate",
      coalesce(u.unread_count, 0) as "unreadCount", coalesce(u.reason, '') as "unreadReason"
    from shops h
    left join after_sale_sync s on s.merchant_id = ${reader.merchantId} and s.shop_id = h.shop_id
    left join lateral (
      select count(*)::int as unread_count, (array_agg(x.reason order by x.received_at desc))[1] as reason
      from after_sale_unread x where x.merchant_id = ${reader.merchantId} and x.shop_id = h.shop_id) u on true
    where h.merchant_id = ${reader.merchantId} and h.platform = any(${[...platforms]}::text[]) and ${inScope(scope, sql`h.shop_id`)}
    order by h.name`)
}
