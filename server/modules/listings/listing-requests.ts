/** The jobs of listings, as requests; of one shop one runs at a time. */
import type { JobRequest } from '#kernel/jobs.ts'

export const readShopGoodsRequest = (shopId: string): JobRequest => ({
  kind: 'listings.readShopGoods',
  payload: { shopId },
  key: shopId,
  group: `listings:${shopId}`,
})
export const pushStockRequest = (shopId: string): JobRequest => ({
  kind: 'listings.pushStock',
  payload: { shopId },
  key: shopId,
  group: `listings:${shopId}`,
})
