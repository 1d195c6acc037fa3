/** What a platform told for the whole installation, brought to the merchants whose shops are meant. */
import type { Directory } from '#kernel/db.ts'
import type { MerchantId } from '#kernel/ids.ts'
import type { PushNotice } from '#server/platforms/platform.ts'
import type { ShopNotice } from './push-notice.ts'
import { locateShops } from './push-notice-views.ts'

/** By merchant; of shops that nobody here has connected nothing is left. */
export async function noticesByMerchant(
  directory: Directory,
  platform: string,
  notices: readonly PushNotice[],
): Promise<Map<MerchantId, ShopNotice[]>> {
  const named = Map.groupBy(notices, ({ platformShopId }) => platformShopId)
  const located = named.size === 0 ? [] : await locateShops(directory, platform, [...named.keys()])
  const byMerchant = new Map<MerchantId, ShopNotice[]>()
  for (const { merchantId, platformShopId, shopId } of located) {
    const told = (named.get(platformShopId) ?? []).map((notice) => shopNotice(shopId, notice))
    byMerchant.set(merchantId, [...(byMerchant.get(merchantId) ?? []), ...told])
  }
  return byMerchant
}

export const shopNotice = (shopId: string, { ack, platformOrderId }: PushNotice): ShopNotice => ({
  shopId,
  noticeId: ack,
  platformOrderId,
})
