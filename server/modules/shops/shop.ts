import type { SHOP_STATES } from '#contract/shops.ts'

export type ShopState = (typeof SHOP_STATES)[number]
export type Shop = { shopId: string; name: string; platform: string; state: ShopState; platformShopId: string }
/** How far reading a shop's orders has come. Moments are ISO 8601 UTC. */
export type ShopSync = {
  shopId: string
  platform: string
  state: ShopState
  firstPullHours: number
  pulledUntil: string | null
  waitUntil: string | null
}
