import type { SHOP_STATES } from '#contract/shops.ts'

export type ShopState = (typeof SHOP_STATES)[number]
export type Shop = {
  shopId: string
  name: string
  platform: string
  state: ShopState
  platformShopId: string
  warehouseId: string
}
/** How far reading a shop's orders has come. Moments are ISO 8601 UTC. */
export type ShopSync = {
  shopId: string
  platform: string
  platformShopId: string
  firstPullHours: number
  pulledUntil: string | null
  /** The platform, or our own patience, wants no call before. */
  waitUntil: string | null
  /** Failed readings since the last good one. */
  failedCount: number
}
