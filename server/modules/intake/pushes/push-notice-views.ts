/** Reads of told changes, and whose shops a platform speaks of. */
import { type Directory, type Reader, sql } from '#kernel/db.ts'
import type { MerchantId } from '#kernel/ids.ts'
import type { KeptNotice } from './push-notice.ts'

/** What waits to be read of a shop, the oldest first. */
export const openNotices = (reader: Reader, shopId: string, limit: number): Promise<KeptNotice[]> =>
  reader.rows<KeptNotice>(sql`
    select notice_id as "noticeId", platform_order_id as "platformOrderId" from push_notices
    where merchant_id = ${reader.merchantId} and shop_id = ${shopId} and settled_at is null
    order by received_at, notice_id limit ${limit}`)

/** Which of these shops have something that waits. */
export async function shopsWithOpenNotices(reader: Reader, shopIds: readonly string[]): Promise<string[]> {
  const rows = await reader.rows<{ shopId: string }>(sql`
    select s.shop_id as "shopId" from unnest(${[...shopIds]}::uuid[]) as s(shop_id)
    where exists (select from push_notices n where n.merchant_id = ${reader.merchantId} and n.shop_id = s.shop_id and n.settled_at is null)`)
  return rows.map(({ shopId }) => shopId)
}

export type LocatedShop = { platformShopId: string; merchantId: MerchantId; shopId: string }
/** The shops of all merchants that a platform means by these ids; a shop may be connected by several merchants. */
export async function locateShops(directory: Directory, platform: string, ids: readonly string[]): Promise<LocatedShop[]> {
  return directory.rows<LocatedShop>(sql`
    select platform_shop_id as "platformShopId", merchant_id as "merchantId", shop_id as "shopId" from directory.platform_shops
    where platform = ${platform} and platform_shop_id = any(${[...ids]}::text[]) order by merchant_id, shop_id`)
}
