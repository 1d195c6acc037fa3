/** Goods and the numbers on sale. Goods without variants have one all the same. */
import type { ListedSku, Listing } from '#sandbox/listings.ts'
import { fail, isFailure, type PddAnswer, type PddFailure } from './pdd-answers.ts'
import { pageOf, requiredText, type ShopCall, wholeNumber } from './pdd-call.ts'

/** What buying alone costs more than buying in a group. */
const SINGLE_EXTRA_FEN = 500

const onlySkuId = (itemId: string): string => `1${itemId}`

function skusOf({ itemId, code, priceFen, quantity, skus }: Listing): ListedSku[] {
  if (skus.length > 0) return skus
  return [{ skuId: onlySkuId(itemId), merchantSku: code, variant: '', priceFen, quantity }]
}

export function goodsListGet(call: ShopCall): PddAnswer | PddFailure {
  const page = pageOf(call, call.world.listings.list(call.shop.id))
  if (isFailure(page)) return page
  const rows = page.rows.map((listing) => ({
    goods_id: Number(listing.itemId),
    goods_name: listing.title,
    image_url: `https://img.example.com/${listing.code}.jpg`,
    is_more_sku: listing.skus.length > 1 ? 1 : 0,
    is_onsale: listing.isOnSale ? 1 : 0,
    goods_quantity: listing.quantity,
    sku_list: skusOf(listing).map((sku) => ({
      sku_id: Number(sku.skuId),
      spec: sku.variant.replaceAll(/[^:;]+:/g, '').replaceAll(';', ','),
      outer_id: sku.merchantSku,
      outer_goods_id: null,
      sku_quantity: sku.quantity,
      is_sku_onsale: 1,
    })),
  }))
  return { goods_list: rows, total_count: page.total }
}

/** Prices in fen, unlike those of orders. */
export function goodsDetailGet(call: ShopCall): PddAnswer | PddFailure {
  const goodsId = requiredText(call.params, 'goods_id')
  if (isFailure(goodsId)) return goodsId
  const listing = call.world.listings.find(call.shop.id, goodsId)
  if (!listing) return fail(21002, '商品不存在')
  const skus = skusOf(listing).map((sku) => ({
    sku_id: Number(sku.skuId),
    multi_price: sku.priceFen,
    price: sku.priceFen + SINGLE_EXTRA_FEN,
    out_sku_sn: sku.merchantSku,
    quantity: sku.quantity,
    is_onsale: 1,
  }))
  return { goods_id: Number(goodsId), goods_name: listing.title, status: listing.isOnSale ? 1 : 2, sku_list: skus }
}

export function goodsQuantityUpdate(call: ShopCall): PddAnswer | PddFailure {
  const { listings } = call.world
  const [goodsId, skuId] = [requiredText(call.params, 'goods_id'), requiredText(call.params, 'sku_id')]
  if (isFailure(goodsId)) return goodsId
  if (isFailure(skuId)) return skuId
  const type = wholeNumber(call.params, 'update_type', { from: 1, to: 2, absent: 1 })
  if (isFailure(type)) return type
  const quantity = wholeNumber(call.params, 'quantity', { from: type === 1 ? 0 : -1_000_000, to: 1_000_000 })
  if (isFailure(quantity)) return quantity
  const listing = listings.find(call.shop.id, goodsId)
  const sku = listing && skusOf(listing).find((each) => each.skuId === skuId)
  if (!listing || !sku) return fail(21002, '商品或规格不存在')
  const next = type === 1 ? quantity : sku.quantity + quantity
  if (next < 0) return fail(21002, '库存不能小于 0')
  listings.setQuantity(call.shop.id, goodsId, listing.skus.length > 0 ? skuId : '', next)
  return { is_success: true }
}
