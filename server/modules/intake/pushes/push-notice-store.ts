/** Writes of told changes. */
import { recordset, sql, type Tx } from '#kernel/db.ts'
import { type Expiry, keptSince } from '#kernel/upkeep.ts'
import { shopsById } from '#modules/shops/public.ts'
import type { ShopNotice } from './push-notice.ts'

/**
 * Keeps what was told of shops that are read here now, and answers the shops with something new. A notice that is known, or of a shop
 * that is paused, unknown or on another platform, changes nothing.
 */
export async function keepNotices(tx: Tx, platform: string, notices: readonly ShopNotice[], now: Date): Promise<string[]> {
  const shops = await shopsById(tx, [...new Set(notices.map(({ shopId }) => shopId))])
  const wanted = notices.filter(({ shopId }) => {
    const shop = shops.get(shopId)
    return shop?.platform === platform && shop.state === 'active'
  })
  if (wanted.length === 0) return []
  const rows = await tx.rows<{ shopId: string }>(sql`
    insert into push_notices (merchant_id, shop_id, notice_id, platform_order_id, received_at)
    select ${tx.merchantId}, n."shopId", n."noticeId", n."platformOrderId", ${now}
    from jsonb_to_recordset(${recordset(wanted)}::jsonb) as n("shopId" uuid, "noticeId" text, "platformOrderId" text)
    order by n."shopId", n."noticeId"
    on conflict (merchant_id, shop_id, notice_id) do nothing
    returning shop_id as "shopId"`)
  return [...new Set(rows.map(({ shopId }) => shopId))]
}

export async function settle(tx: Tx, shopId: string, noticeIds: readonly string[], now: Date): Promise<void> {
  await tx.write(sql`
    update push_notices set settled_at = ${now}
    where merchant_id = ${tx.merchantId} and shop_id = ${shopId} and notice_id = any(${[...noticeIds]}::text[]) and settled_at is null`)
}

/** Kept for a while so that a late repeat of the platform is known. */
export const oldPushNotices: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from push_notices where merchant_id = ${tx.merchantId} and (shop_id, notice_id) in (
      select shop_id, notice_id from push_notices
      where merchant_id = ${tx.merchantId} and settled_at < ${keptSince('keepPushNotices', now)} order by settled_at limit ${limit})`)
