/** What a shop has put up, and how many of it are for sale. */
import type { ListedSku, Listing } from '#sandbox/listings.ts'
import type { World } from '#sandbox/world.ts'
import { pageOf } from './cursors.ts'
import { attributesOf } from './order-json.ts'
import { type Answer, BAD_PARAMETER, idIn, NOT_POSSIBLE, numberIn, refuse, type ShopCall } from './wechat-answer.ts'

const MOST_PRODUCTS = 30
const MOST_PRODUCTS_OF_STOCK = 50
const [ON_SALE, OFF_SALE] = [5, 11]
const PRODUCT_UNKNOWN = 10020049

export function goodsMethods({ listings }: World): Record<string, (call: ShopCall) => Answer> {
  return {
    'product/list/get': ({ world, shop, body }) => {
      const size = numberIn(body, 'page_size', 1, MOST_PRODUCTS)
      const rows = listings.list(shop.id).filter((listing) => body.status === undefined || body.status === statusOf(listing))
      const { page, next_key } = pageOf(world, rows, body, size)
      return { product_ids: page.map(({ itemId }) => itemId), next_key, total_num: rows.length }
    },
    'product/get': (call) => {
      numberIn(call.body, 'data_type', 1, 3)
      return { product: productJson(ownListing(call)) }
    },
    'product/stock/get': (call) => {
      return { data: stockJson(ownSku(call)) }
    },
    'product/stock/batchget': ({ world, shop, body }) => ({
      data: { spu_stock_list: stockListOf(world, shop.id, body.product_id) },
    }),
    'product/stock/update': (call) => {
      const { shop, body } = call
      const sku = ownSku(call)
      const num = numberIn(body, 'num', 0, 10_000_000)
      const kind = numberIn(body, 'diff_type', 1, 3)
      const wished = { 1: sku.quantity + num, 2: sku.quantity - num }[kind] ?? num
      if (wished < 0) refuse(NOT_POSSIBLE, '库存不足')
      const itemId = idIn(body, 'product_id')
      listings.setQuantity(shop.id, itemId, sku.skuId === itemId ? '' : sku.skuId, wished)
      return {}
    },
  }
}

const stockJson = ({ quantity: num }: ListedSku) => ({
  ...{ normal_stock_num: num, limited_discount_stock_num: 0, warehouse_stocks: [], total_stock_num: num },
})

/** Goods it does not know are left out. */
function stockListOf({ listings }: World, shopId: string, ids: unknown) {
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > MOST_PRODUCTS_OF_STOCK)
    return refuse(BAD_PARAMETER, 'invalid parameter product_id')
  const found = ids.map((id) => listings.find(shopId, String(id))).filter((listing) => listing !== undefined)
  return found.map((listing) => ({
    product_id: listing.itemId,
    sku_stock: skusOf(listing).map((sku) => ({ sku_id: sku.skuId, ...stockJson(sku) })),
  }))
}

const statusOf = ({ isOnSale }: Listing): number => (isOnSale ? ON_SALE : OFF_SALE)

function ownListing({ world, shop, body }: ShopCall): Listing {
  return world.listings.find(shop.id, idIn(body, 'product_id')) ?? refuse(PRODUCT_UNKNOWN, '商品不存在')
}

function ownSku(call: ShopCall): ListedSku {
  const skuId = idIn(call.body, 'sku_id')
  return skusOf(ownListing(call)).find((sku) => sku.skuId === skuId) ?? refuse(PRODUCT_UNKNOWN, '商品规格不存在')
}

/** Everything here has a SKU: what has no variants is the only one of itself. */
const skusOf = ({ skus, itemId, code, priceFen, quantity }: Listing): ListedSku[] =>
  skus.length > 0 ? skus : [{ skuId: itemId, merchantSku: code, variant: '', priceFen, quantity }]

const productJson = (listing: Listing) => ({
  product_id: listing.itemId,
  title: listing.title,
  status: statusOf(listing),
  update_time: Math.floor(listing.modifiedAt / 1000),
  skus: skusOf(listing).map(({ skuId, merchantSku, variant, priceFen, quantity }) => ({
    sku_id: skuId,
    sku_code: merchantSku,
    sale_price: priceFen,
    market_price: priceFen,
    stock_num: quantity,
    sku_attrs: attributesOf(variant),
  })),
})
