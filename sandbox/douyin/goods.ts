/** What the shops sell at Douyin, under its own ids. What has no variants is its own only SKU. */
import type { Listing } from '#sandbox/listings.ts'
import type { StateFile } from '#sandbox/state-file.ts'
import { type AppCall, given, type ShopCall, wholeNumber } from './call.ts'
import { type DouyinAnswer, type DouyinFailure, fail, invalid, isFailure, missing } from './failure.ts'
import { productIdOf, skuIdOf } from './goods-ids.ts'
import { plainRows } from './params.ts'

export type DouyinGoods = {
  /** False = this wish was carried out before. */
  claim(shopId: string, idempotentId: string): boolean
}

const MOST_STOCK = 1_000_000
const MOST_PRODUCTS = 10_000
const ON_SALE = 0
const OFF_SALE = 1

type Sku = { id: string; ownId: string; code: string; priceFen: number; variant: string; quantity: number }
function skusOf(listing: Listing): Sku[] {
  if (listing.skus.length === 0)
    return [
      {
        ...{ id: skuIdOf(listing.itemId), ownId: '', code: listing.code, variant: '规格:默认' },
        ...{ priceFen: listing.priceFen, quantity: listing.quantity },
      },
    ]
  return listing.skus.map(({ skuId, merchantSku, ...facts }) => ({
    ...facts,
    id: skuIdOf(skuId),
    ownId: skuId,
    code: merchantSku,
  }))
}
const ownListing = ({ world, shop, params }: ShopCall): Listing | undefined =>
  world.listings.list(shop.id).find(({ itemId }) => productIdOf(itemId) === given(params, 'product_id'))

export function createGoods(state: StateFile): DouyinGoods {
  const claims = state.table<true>('douyin stock wishes')
  return {
    claim(shopId, idempotentId) {
      const key = `${shopId} ${idempotentId}`
      if (claims.has(key)) return false
      claims.set(key, true)
      return true
    },
  }
}

/** Pages are counted from 1 here, unlike everywhere else on this platform. */
export function productListV2({ world, shop, params }: ShopCall): DouyinAnswer | DouyinFailure {
  const page = wholeNumber(params, 'page', null, 1, 100)
  if (isFailure(page)) return page
  const size = wholeNumber(params, 'size', null, 1, 100)
  if (isFailure(size)) return size
  if (page * size > MOST_PRODUCTS) return invalid('page', 'page*size 不能超过 1 万')
  const listings = world.listings.list(shop.id)
  const rows = listings.slice((page - 1) * size, page * size).map(({ itemId, title, isOnSale, modifiedAt }) => {
    const facts = {
      ...{ status: isOnSale ? ON_SALE : OFF_SALE, check_status: 3, name: title, product_type: 0 },
      ...{ update_time: Math.floor(modifiedAt / 1000), create_time: Math.floor(modifiedAt / 1000) },
    }
    return `{"product_id":${productIdOf(itemId)},${JSON.stringify(facts).slice(1)}`
  })
  return `{"data":[${rows.join(',')}],"total":${listings.length},"page":${page},"size":${size}}`
}

export function skuList(call: ShopCall): DouyinAnswer | DouyinFailure {
  const listing = ownListing(call)
  if (!listing) return fail(40004, 'isv.parameter-invalid:2', '商品不存在')
  const rows = skusOf(listing).map(({ id, code, priceFen, variant, quantity }) => {
    const facts = {
      ...{ code, price: priceFen, sku_type: 0, stock_num: quantity },
      sell_properties: variant.split(';').map((part) => ({ value_name: part.split(':')[1] ?? part })),
    }
    return `{"id":${id},"product_id":${productIdOf(listing.itemId)},${JSON.stringify(facts).slice(1)}`
  })
  return `[${rows.join(',')}]`
}

export function skuSyncStock(call: ShopCall): DouyinAnswer | DouyinFailure {
  const { books, shop, params, world } = call
  const isIncrement = given(params, 'incremental') === 'true'
  const quantity = wholeNumber(params, 'stock_num', null, isIncrement ? -MOST_STOCK : 0, MOST_STOCK)
  if (isFailure(quantity)) return quantity
  const skuId = given(params, 'sku_id')
  const listing = ownListing(call)
  const sku = listing && skusOf(listing).find(({ id }) => id === skuId)
  if (!sku) return fail(40004, 'isv.parameter-invalid:5', `sku_id: ${skuId}, 找不到对应的sku`)
  const idempotentId = given(params, 'idempotent_id')
  if (isIncrement && idempotentId === '') return missing('idempotent_id')
  if (idempotentId !== '' && !books.goods.claim(shop.id, idempotentId)) {
    return fail(40003, 'isv.idempotent-id-existed', '[idempotent_id]重复，操作已执行')
  }
  const next = isIncrement ? sku.quantity + quantity : quantity
  if (next < 0) return fail(50002, 'isv.business-failed:4', '更新库存数失败: 库存不足')
  world.listings.setQuantity(shop.id, listing.itemId, sku.ownId, next)
  return '{}'
}

/** The SKUs of one product, all of them or none; only whole numbers are understood here. */
export function skuSyncStockBatch(call: ShopCall): DouyinAnswer | DouyinFailure {
  const { shop, params, world } = call
  const listing = ownListing(call)
  if (!listing) return fail(50002, 'isv.business-failed:2010058', '商品不存在或已彻底删除')
  if (given(params, 'incremental') !== 'false') return invalid('incremental', '沙箱只支持全量更新')
  const wishes = plainRows(params.sku_sync_list).map((row) => ({
    sku: skusOf(listing).find(({ id }) => id === given(row, 'sku_id')),
    quantity: wholeNumber(row, 'stock_num', null, 0, MOST_STOCK),
  }))
  if (wishes.length === 0) return missing('sku_sync_list')
  for (const { sku, quantity } of wishes) {
    if (!sku) return fail(40004, 'isv.parameter-invalid:5', '找不到对应的sku')
    if (isFailure(quantity)) return quantity
  }
  for (const { sku, quantity } of wishes)
    if (sku && !isFailure(quantity)) world.listings.setQuantity(shop.id, listing.itemId, sku.ownId, quantity)
  return '{}'
}

export const addressList = (_call: AppCall): DouyinAnswer =>
  `{"total":1,"page_no":1,"page_size":100,"address_list":[{"address_id":7100000000000000001,"reciever_name":"售后","is_default":1,"is_send_default":1,"receiver_provinc":"浙江省","receiver_city":"杭州市","receiver_district":"余杭区","receiver_detail":"仓库路 1 号"}]}`
