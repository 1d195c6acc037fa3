/** Goods on sale and how many of them. */
import { inParallel } from '#kernel/in-parallel.ts'
import { type Connection, PlatformFailure, UnreadableOrder } from '#server/platforms/platform.ts'
import type { Page, ProductSnapshot, StockAnswer, StockWish } from '#server/platforms/platform-services.ts'
import { callPdd } from '#server/platforms/pop/pdd-call.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'

/** The list tells no prices: each of its goods costs a call, so pages are small. */
const PAGE_SIZE = 20
/** So many calls are under way at once; the shop's pace still decides how many begin. */
const CALLS_AT_ONCE = 8
const MOST_PIECES = 1_000_000_000
const MOST_FEN = 1_000_000_000

/** `cursor`: the page. Goods that change meanwhile may be seen twice; the list is not sorted by change, so a full reading sees all. */
export async function pinduoduoProducts(connection: Connection, cursor: string): Promise<Page<ProductSnapshot>> {
  const page = cursor === '' ? 1 : Number(cursor)
  const answer = await callPdd(connection, {
    type: 'pdd.goods.list.get',
    params: { page: String(page), page_size: String(PAGE_SIZE) },
    canRepeat: true,
  })
  const rows = await inParallel(rowsOf(answer.goods_list), CALLS_AT_ONCE, (goods) => readProduct(connection, goods))
  return { rows, next: page * PAGE_SIZE < Number(answer.total_count ?? 0) ? String(page + 1) : '' }
}

async function readProduct(connection: Connection, goods: unknown): Promise<ProductSnapshot> {
  return understood(async () => {
    if (!isObject(goods)) return field.broken('goods_list', goods, 'a list of goods')
    const platformItemId = field.requiredIdOf(goods, 'goods_id')
    const prices = await pricesOf(connection, platformItemId)
    return {
      platformItemId,
      title: field.textOf(goods, 'goods_name'),
      onSale: String(goods.is_onsale) === '1',
      modifiedAt: null,
      skus: rowsOf(goods.sku_list)
        .filter(isObject)
        .map((sku) => readSku(sku, prices)),
    }
  })
}

function readSku(sku: WireObject, prices: ReadonlyMap<string, number>): ProductSnapshot['skus'][number] {
  const platformSkuId = field.requiredIdOf(sku, 'sku_id')
  return {
    platformSkuId,
    merchantSku: field.textOf(sku, 'outer_id') || field.textOf(sku, 'outer_goods_id'),
    variant: field.textOf(sku, 'spec'),
    priceFen: prices.get(platformSkuId) ?? field.missing(`multi_price of ${platformSkuId}`),
    quantity: field.countOf(sku, 'sku_quantity', 0, MOST_PIECES, 0),
  }
}

/** What a buyer in a group pays, in fen, which is what nearly everybody pays here; the single price is higher. */
async function pricesOf(connection: Connection, goodsId: string): Promise<Map<string, number>> {
  const answer = await callPdd(connection, { type: 'pdd.goods.detail.get', params: { goods_id: goodsId }, canRepeat: true })
  return new Map(
    rowsOf(answer.sku_list)
      .filter(isObject)
      .map((sku) => [field.requiredIdOf(sku, 'sku_id'), field.countOf(sku, 'multi_price', 0, MOST_FEN, null)]),
  )
}

/** A list nobody can read is the platform's trouble, not that of one order. */
async function understood<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof UnreadableOrder)
      throw new PlatformFailure('refused', 'unreadable', `Pinduoduo's goods: ${error.message}`)
    throw error
  }
}

/** One call for each variant; the whole number, so that a repeat changes nothing. */
export const setPinduoduoStock = (connection: Connection, wishes: StockWish[]): Promise<StockAnswer[]> =>
  inParallel(wishes, CALLS_AT_ONCE, (wish) => setStock(connection, wish))

const WHOLE_NUMBER = '1'

async function setStock(connection: Connection, wish: StockWish): Promise<StockAnswer> {
  const { platformItemId, platformSkuId, quantity } = wish
  const params = { goods_id: platformItemId, sku_id: platformSkuId, quantity: String(quantity), update_type: WHOLE_NUMBER }
  try {
    const answer = await callPdd(connection, { type: 'pdd.goods.quantity.update', params, canRepeat: true })
    if (String(answer.is_success) === 'true') return { platformSkuId, outcome: 'set' }
    return { platformSkuId, outcome: 'refused', message: 'Pinduoduo did not take the number.' }
  } catch (error) {
    if (!(error instanceof PlatformFailure) || error.kind !== 'refused') throw error
    return { platformSkuId, outcome: 'refused', message: error.message }
  }
}
