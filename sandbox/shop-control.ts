/** The tester's hand on what a shop lists, what is said of it, and how it tells its receivers. */
import type { Listing } from './listings.ts'
import type { SandboxReview } from './reviews.ts'
import type { SandboxShop } from './shops.ts'
import { UnknownInSandbox } from './unknown-in-sandbox.ts'
import type { World } from './world.ts'

export type ShopControl = {
  /** The buyer of an order reviews one line, or each of them without `oid`. */
  createReview(tid: string, wish: { oid?: string; stars: number; text: string }): SandboxReview[]
  /** Latest first. */
  reviews(): SandboxReview[]
  products(shopId: string): Listing[]
  /** As if somebody typed it in the platform's own back office. `skuId` '' = a listing without variants. */
  setStock(shopId: string, itemId: string, skuId: string, quantity: number): Listing
  setOnSale(shopId: string, itemId: string, isOnSale: boolean): Listing
  addProducts(shopId: string, count: number): Listing[]
  /** Equal receivers have different handles from now on: which orders go together, only the platform's call tells. */
  giveHandlePerOrder(shopId: string, isOn: boolean): SandboxShop
}

export function shopControl({ orders, shops, listings, reviews }: World): ShopControl {
  const listed = (shopId: string, itemId: string, isDone: boolean): Listing => {
    const listing = listings.find(shopId, itemId)
    if (!isDone || !listing) throw new UnknownInSandbox(`Shop ${shopId} lists no such ${itemId}`)
    return structuredClone(listing)
  }
  return {
    createReview(tid, { oid, ...wish }) {
      const order = orders.find(tid)
      const lines = order?.lines.filter((line) => oid === undefined || line.oid === oid) ?? []
      if (!order || lines.length === 0) throw new UnknownInSandbox(`There is no order ${tid} with such a line`)
      return lines.map((line) => structuredClone(reviews.write(order, line, wish)))
    },
    reviews: () => structuredClone(reviews.list()),
    products(shopId) {
      if (!shops.find(shopId)) throw new UnknownInSandbox(`There is no shop ${shopId}`)
      return structuredClone(listings.list(shopId))
    },
    setStock: (shopId, itemId, skuId, quantity) => listed(shopId, itemId, listings.setQuantity(shopId, itemId, skuId, quantity)),
    setOnSale: (shopId, itemId, isOnSale) => listed(shopId, itemId, listings.setOnSale(shopId, itemId, isOnSale)),
    giveHandlePerOrder: (shopId, isOn) => structuredClone(shops.giveHandlePerOrder(shopId, isOn)),
    addProducts: (shopId, count) => structuredClone(listings.add(shopId, count)),
  }
}
