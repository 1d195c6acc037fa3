/** What the shops sell at Douyin: the catalogue as products of one SKU each, with a stock of their own per shop. */
import { type CatalogueItem, sandboxCatalogue } from '#sandbox/catalogue.ts'
import type { StateFile } from '#sandbox/state-file.ts'
import { type AppCall, given, type ShopCall, wholeNumber } from './call.ts'
import { type DouyinAnswer, type DouyinFailure, fail, invalid, isFailure, missing } from './failure.ts'
import { productIdOf, skuIdOf } from './goods-ids.ts'

type Listing = { productId: string; skuId: string; item: CatalogueItem }
export type DouyinGoods = {
  stockOf(shopId: string, skuId: string): number
  setStock(shopId: string, skuId: string, quantity: number): void
  /** False = this wish was carried out before. */
  claim(shopId: string, idempotentId: string): boolean
}

const FIRST_STOCK = 100
const MOST_STOCK = 1_000_000
const MOST_PRODUCTS = 10_000

/** The same numbers as in the order lines. */
const listings: readonly Listing[] = sandboxCatalogue.map((item, index) => ({
  productId: productIdOf(String(610_000_000_000 + (index + 1) * 17)),
  skuId: skuIdOf(String(5_100_000_000_000 + (index + 1) * 31)),
  item,
}))

export function createGoods(state: StateFile): DouyinGoods {
  const stock = state.table<number>('douyin stock')
  const claims = state.table<true>('douyin stock wishes')
  return {
    stockOf: (shopId, skuId) => stock.get(`${shopId} ${skuId}`) ?? FIRST_STOCK,
    setStock: (shopId, skuId, quantity) => void stock.set(`${shopId} ${skuId}`, quantity),
    claim(shopId, idempotentId) {
      const key = `${shopId} ${idempotentId}`
      if (claims.has(key)) return false
      claims.set(key, true)
      return true
    },
  }
}

/** Pages are counted from 1 here, unlike everywhere else on this platform. */
export function productListV2({ world, params }: ShopCall): DouyinAnswer | DouyinFailure {
  const page = wholeNumber(params, 'page', null, 1, 100)
  if (isFailure(page)) return page
  const size = wholeNumber(params, 'size', null, 1, 100)
  if (isFailure(size)) return size
  if (page * size > MOST_PRODUCTS) return invalid('page', 'page*size 不能超过 1 万')
  const updatedAt = Math.floor(world.now() / 1000)
  const rows = listings.slice((page - 1) * size, page * size).map(({ productId, item }) => {
    const facts = {
      status: 0,
      check_status: 3,
      name: item.title,
      product_type: 0,
      update_time: updatedAt,
      create_time: updatedAt,
    }
    return `{"product_id":${productId},${JSON.stringify(facts).slice(1)}`
  })
  return `{"data":[${rows.join(',')}],"total":${listings.length},"page":${page},"size":${size}}`
}

export function skuList({ books, shop, params }: ShopCall): DouyinAnswer | DouyinFailure {
  const found = listings.filter(({ productId }) => productId === given(params, 'product_id'))
  if (found.length === 0) return fail(40004, 'isv.parameter-invalid:2', '商品不存在')
  const rows = found.map(({ productId, skuId, item }) => {
    const facts = {
      code: item.merchantSku,
      price: item.priceFen,
      sku_type: 0,
      stock_num: books.goods.stockOf(shop.id, skuId),
      sell_properties: item.variant.split(';').map((part) => ({ value_name: part.split(':')[1] ?? part })),
    }
    return `{"id":${skuId},"product_id":${productId},${JSON.stringify(facts).slice(1)}`
  })
  return `[${rows.join(',')}]`
}

export function skuSyncStock({ books, shop, params }: ShopCall): DouyinAnswer | DouyinFailure {
  const isIncrement = given(params, 'incremental') === 'true'
  const quantity = wholeNumber(params, 'stock_num', null, isIncrement ? -MOST_STOCK : 0, MOST_STOCK)
  if (isFailure(quantity)) return quantity
  const skuId = given(params, 'sku_id')
  const listing = listings.find((each) => each.skuId === skuId && each.productId === given(params, 'product_id'))
  if (!listing) return fail(40004, 'isv.parameter-invalid:5', `sku_id: ${skuId}, 找不到对应的sku`)
  const idempotentId = given(params, 'idempotent_id')
  if (isIncrement && idempotentId === '') return missing('idempotent_id')
  if (idempotentId !== '' && !books.goods.claim(shop.id, idempotentId)) {
    return fail(40003, 'isv.idempotent-id-existed', '[idempotent_id]重复，操作已执行')
  }
  const next = isIncrement ? books.goods.stockOf(shop.id, skuId) + quantity : quantity
  if (next < 0) return fail(50002, 'isv.business-failed:4', '更新库存数失败: 库存不足')
  books.goods.setStock(shop.id, skuId, next)
  return '{}'
}

export const addressList = (_call: AppCall): DouyinAnswer =>
  `{"total":1,"page_no":1,"page_size":100,"address_list":[{"address_id":7100000000000000001,"reciever_name":"售后","is_default":1,"is_send_default":1,"receiver_provinc":"浙江省","receiver_city":"杭州市","receiver_district":"余杭区","receiver_detail":"仓库路 1 号"}]}`
