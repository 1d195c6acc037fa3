/** The goods a shop has put up, a page at a time. */
import { inParallel } from '#kernel/in-parallel.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, PlatformFailure, UnreadableOrder } from '#server/platforms/platform.ts'
import type { Page, ProductSnapshot } from '#server/platforms/platform-services.ts'
import { callWechat } from '#server/platforms/weixin/wechat-call.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { idText, isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { READ_AT_ONCE } from './wechat-lists.ts'

const PAGE_SIZE = ruleValue('wechat', 'productPageSize', 'products')
const ON_SALE = 5
const ONLINE_VERSION = 1
const MOST_PIECES = 999_999_999

export async function listWechatProducts(connection: Connection, cursor: string): Promise<Page<ProductSnapshot>> {
  const answer = await callWechat(connection, {
    path: 'channels/ec/product/list/get',
    body: { page_size: PAGE_SIZE, ...(cursor !== '' && { next_key: cursor }) },
    canRepeat: true,
  })
  const ids = rowsOf(answer.product_ids).map(idText).filter(Boolean)
  const rows = await inParallel(ids, READ_AT_ONCE, (id) => readProduct(connection, id))
  const nextKey = idText(answer.next_key)
  // A cursor comes with the last page too; only a page that is not full ends the list for certain.
  return { rows: rows.filter((row) => row !== null), next: ids.length < PAGE_SIZE || nextKey === cursor ? '' : nextKey }
}

/** Null: nothing of it is online yet. */
async function readProduct(connection: Connection, productId: string): Promise<ProductSnapshot | null> {
  const { product } = await callWechat(connection, {
    path: 'channels/ec/product/get',
    body: { product_id: productId, data_type: ONLINE_VERSION },
    canRepeat: true,
  })
  if (!isObject(product) || rowsOf(product.skus).length === 0) return null
  try {
    return {
      platformItemId: productId,
      title: field.textOf(product, 'title'),
      onSale: field.countOf(product, 'status', 0, 10_000, 0) === ON_SALE,
      modifiedAt: field.secondsOf(product, 'update_time'),
      skus: rowsOf(product.skus).filter(isObject).map(readSku),
    }
  } catch (error) {
    if (!(error instanceof UnreadableOrder)) throw error
    throw new PlatformFailure('refused', 'product-unreadable', `Product ${productId}: ${error.message}`)
  }
}

function readSku(sku: WireObject) {
  return {
    platformSkuId: field.requiredIdOf(sku, 'sku_id'),
    merchantSku: field.textOf(sku, 'sku_code') || field.textOf(sku, 'out_sku_id'),
    variant: rowsOf(sku.sku_attrs)
      .filter(isObject)
      .map((attribute) => `${field.textOf(attribute, 'attr_key')}:${field.textOf(attribute, 'attr_value')}`)
      .join(';'),
    priceFen: field.requiredWholeFenOf(sku, 'sale_price'),
    quantity: field.countOf(sku, 'stock_num', 0, MOST_PIECES, 0),
  }
}
