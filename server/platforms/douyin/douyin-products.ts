/** The goods of a shop, page by page. */
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { Page, ProductSnapshot } from '#server/platforms/platform-services.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { callDouyin } from './douyin-call.ts'
import { idNumber } from './douyin-id.ts'

const PAGE_SIZE = ruleValue('douyin', 'productPageSize', 'products')
const DEPTH = ruleValue('douyin', 'productDepth', 'products')
const ON_SALE = 0
const DELETED = 2
/** Answers for the SKUs of a page that are under way at once. */
const AT_ONCE = 8

/** The cursor is the page, counted from 1 here and nowhere else on this platform. The list has no SKUs: each product costs a call. */
export async function listDouyinProducts(connection: Connection, cursor: string): Promise<Page<ProductSnapshot>> {
  const page = cursor === '' ? 1 : Number(cursor)
  const answer = await callDouyin(connection, { method: 'product.listV2', params: { page, size: PAGE_SIZE }, canRepeat: true })
  if (!isObject(answer)) throw new PlatformFailure('retry', 'no-list', 'Douyin answered without a list of goods.')
  const products = rowsOf(answer.data).filter(isObject)
  const total = Number(answer.total ?? 0)
  if (total > DEPTH) {
    throw new PlatformFailure(
      'refused',
      'too-many-products',
      `抖店最多可翻 ${DEPTH} 个商品，本店有 ${total} 个 (Douyin lets ${DEPTH} be paged).`,
    )
  }
  const kept = products.filter((product) => Number(product.status) !== DELETED)
  const rows: ProductSnapshot[] = []
  for (let start = 0; start < kept.length; start += AT_ONCE) {
    rows.push(...(await Promise.all(kept.slice(start, start + AT_ONCE).map((product) => withSkus(connection, product)))))
  }
  const isLast = products.length === 0 || page * PAGE_SIZE >= total
  return { rows, next: isLast ? '' : String(page + 1) }
}

async function withSkus(connection: Connection, product: WireObject): Promise<ProductSnapshot> {
  const platformItemId = field.requiredIdOf(product, 'product_id')
  const answer = await callDouyin(connection, {
    method: 'sku.list',
    params: { product_id: idNumber(platformItemId) },
    canRepeat: true,
  })
  return {
    platformItemId,
    title: field.textOf(product, 'name'),
    onSale: Number(product.status) === ON_SALE,
    modifiedAt: field.secondsOf(product, 'update_time'),
    skus: rowsOf(isObject(answer) ? answer.data : answer)
      .filter(isObject)
      .map(readSku),
  }
}

const readSku = (sku: WireObject): ProductSnapshot['skus'][number] => ({
  platformSkuId: field.requiredIdOf(sku, 'id'),
  merchantSku: field.textOf(sku, 'code'),
  variant: readVariant(sku),
  priceFen: field.requiredWholeFenOf(sku, 'price'),
  quantity: field.countOf(sku, 'stock_num', 0, 1_000_000_000, 0),
})

/** `sell_properties` has taken the place of the three numbered names. */
function readVariant(sku: WireObject): string {
  const properties = rowsOf(sku.sell_properties).flatMap((each) => (isObject(each) ? field.textOf(each, 'value_name') : []))
  const numbered = ['spec_detail_name1', 'spec_detail_name2', 'spec_detail_name3'].map((name) => field.textOf(sku, name))
  return (properties.length > 0 ? properties : numbered).filter((name) => name !== '').join(';')
}
