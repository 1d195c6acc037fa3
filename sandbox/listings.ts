/** What a shop has on sale on its platform, with the stock the platform shows. Every shop lists the whole catalogue. */
import { platformIdsOf, productCodeOf, sandboxCatalogue } from './catalogue.ts'
import { wholeSecond } from './platform-time.ts'
import type { StateFile } from './state-file.ts'

export type ListedSku = { skuId: string; merchantSku: string; variant: string; priceFen: number; quantity: number }
/** Without `skus` the listing has no variants: price and stock are its own. */
export type Listing = {
  shopId: string
  itemId: string
  code: string
  title: string
  isOnSale: boolean
  modifiedAt: number
  priceFen: number
  quantity: number
  skus: ListedSku[]
}
export type Listings = {
  /** In the order of their ids. */
  list(shopId: string): Listing[]
  find(shopId: string, itemId: string): Listing | undefined
  /** `skuId` '' = the listing itself. Answers whether it exists. */
  setQuantity(shopId: string, itemId: string, skuId: string, quantity: number): boolean
  /** An order takes stock away, never below nothing. */
  sell(shopId: string, itemId: string, skuId: string, quantity: number): void
  setOnSale(shopId: string, itemId: string, isOnSale: boolean): boolean
  /** More goods of one variant each, for shops with many pages; the first of every shop have the same codes. */
  add(shopId: string, count: number): Listing[]
}

const FIRST_STOCK = 500
const LISTED_AT = Date.UTC(2024, 0, 1)
const ADDED_ID = 620_000_000_000
/** The one thing without variants. */
const WRAP = { itemId: '610000900000', code: 'WRAP', title: '礼品包装袋', priceFen: 300 }

export function createListings(now: () => number, state: StateFile): Listings {
  /** Only what differs from the catalogue is kept. */
  const changed = state.table<Listing>('listings')
  const keyOf = (shopId: string, itemId: string) => `${shopId}/${itemId}`
  const find = (shopId: string, itemId: string): Listing | undefined =>
    changed.get(keyOf(shopId, itemId)) ?? structuredClone(fromCatalogue(shopId).find((one) => one.itemId === itemId))

  function keep(listing: Listing): void {
    listing.modifiedAt = Math.max(wholeSecond(now()), listing.modifiedAt)
    changed.set(keyOf(listing.shopId, listing.itemId), listing)
  }

  function change(shopId: string, itemId: string, skuId: string, next: (quantity: number) => number): boolean {
    const listing = find(shopId, itemId)
    const sku = listing?.skus.find((one) => one.skuId === skuId)
    if (!listing || (skuId === '' ? listing.skus.length > 0 : !sku)) return false
    if (sku) sku.quantity = next(sku.quantity)
    listing.quantity = sku ? listing.skus.reduce((sum, one) => sum + one.quantity, 0) : next(listing.quantity)
    keep(listing)
    return true
  }

  return {
    list(shopId) {
      const catalogue = fromCatalogue(shopId).filter(({ itemId }) => !changed.has(keyOf(shopId, itemId)))
      return [...catalogue, ...[...changed.values()].filter((one) => one.shopId === shopId)].sort((a, b) =>
        a.itemId < b.itemId ? -1 : 1,
      )
    },
    find,
    setQuantity: (shopId, itemId, skuId, quantity) => change(shopId, itemId, skuId, () => quantity),
    sell: (shopId, itemId, skuId, sold) => void change(shopId, itemId, skuId, (quantity) => Math.max(0, quantity - sold)),
    setOnSale(shopId, itemId, isOnSale) {
      const listing = find(shopId, itemId)
      if (!listing) return false
      listing.isOnSale = isOnSale
      keep(listing)
      return true
    },
    add(shopId, count) {
      const before = [...changed.values()].filter((one) => one.shopId === shopId && Number(one.itemId) > ADDED_ID).length
      return Array.from({ length: count }, (_, place) => {
        const number = before + place + 1
        const code = `NEW${String(number).padStart(5, '0')}`
        const own = { shopId, itemId: String(ADDED_ID + number), code, title: `新品 ${code}` }
        const sku = {
          skuId: String(ADDED_ID * 10 + number),
          merchantSku: `${code}-1`,
          variant: '规格:默认',
          priceFen: 1000 + number,
        }
        const stock = { priceFen: sku.priceFen, quantity: FIRST_STOCK, skus: [{ ...sku, quantity: FIRST_STOCK }] }
        const listing: Listing = { ...own, isOnSale: true, modifiedAt: LISTED_AT, ...stock }
        keep(listing)
        return listing
      })
    },
  }
}

function fromCatalogue(shopId: string): Listing[] {
  const listings = [...Map.groupBy(sandboxCatalogue, ({ merchantSku }) => productCodeOf(merchantSku))].map(
    ([code, items], place) => {
      const skus = items.map(({ merchantSku, variant, priceFen }) => ({
        ...{ skuId: platformIdsOf(merchantSku).skuId, merchantSku, variant, priceFen },
        quantity: FIRST_STOCK,
      }))
      return {
        ...{ shopId, itemId: platformIdsOf(skus[0]?.merchantSku ?? '').itemId, code, title: items[0]?.title ?? '' },
        ...{ isOnSale: true, modifiedAt: LISTED_AT + place * 1000, priceFen: skus[0]?.priceFen ?? 0 },
        ...{ quantity: skus.length * FIRST_STOCK, skus },
      }
    },
  )
  return [...listings, { shopId, ...WRAP, isOnSale: true, modifiedAt: LISTED_AT, quantity: FIRST_STOCK, skus: [] }]
}
