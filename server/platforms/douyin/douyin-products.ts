/** The goods of a shop, page by page. */
import { inParallel } from '#kernel/in-parallel.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { callDouyin } from '#server/platforms/fxg/fxg-call.ts'
import { idNumber } from '#server/platforms/fxg/fxg-id.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { Page, ProductSnapshot } from '#server/platforms/platform-services.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'

const PAGE_SIZE = ruleValue('douyin', 'productPageSize', 'products')
const DEPTH = ruleValue('douyin', 'productDepth', 'products')
const DAY_SECONDS = 86_400
const ON_SALE = 0
const DELETED = 2
/** Answers for the SKUs of a page that are under way at once. */
const AT_ONCE = 8

/** A page of the whole list, or of the goods created within some seconds; both ends belong to it. */
type Place = { page: number; created: { from: number; to: number } | null }

/** The cursor holds the places still to be read. The list has no SKUs: each product costs a call. */
export async function listDouyinProducts(connection: Connection, cursor: string): Promise<Page<ProductSnapshot>> {
  const [place, ...later] = cursor === '' ? [FIRST] : (JSON.parse(cursor) as Place[])
  if (!place) return { rows: [], next: '' }
  const { products, total } = await readPage(connection, place)
  if (total > DEPTH && place.page === 1) return { rows: [], next: cursorOf([...halvesOf(connection, place), ...later]) }
  const kept = products.filter((product) => Number(product.status) !== DELETED)
  const rows = await inParallel(kept, AT_ONCE, (product) => withSkus(connection, product))
  const isLast = products.length === 0 || place.page * PAGE_SIZE >= Math.min(total, DEPTH)
  return { rows, next: cursorOf(isLast ? later : [{ ...place, page: place.page + 1 }, ...later]) }
}

/** Pages are counted from 1 here and nowhere else on this platform. */
const FIRST: Place = { page: 1, created: null }
const cursorOf = (places: readonly Place[]): string => (places.length === 0 ? '' : JSON.stringify(places))

/** More goods than can be paged are read by the time they were created, half and half again. */
function halvesOf(connection: Connection, { created }: Place): Place[] {
  const { from, to } = created ?? { from: 1, to: Math.ceil(connection.now() / 1000) + DAY_SECONDS }
  if (from >= to)
    throw new PlatformFailure('refused', 'too-many-products', `More than ${DEPTH} goods were created in one second.`)
  const middle = Math.floor((from + to) / 2)
  return [
    { page: 1, created: { from, to: middle } },
    { page: 1, created: { from: middle + 1, to } },
  ]
}

/** Whether the platform counts the ends in is not known for sure, so a second more is asked for on either side. */
async function readPage(connection: Connection, { page, created }: Place): Promise<{ products: WireObject[]; total: number }> {
  const window = created ? { start_time: created.from - 1, end_time: created.to + 1 } : {}
  const answer = await callDouyin(connection, {
    method: 'product.listV2',
    params: { page, size: PAGE_SIZE, ...window },
    canRepeat: true,
  })
  if (!isObject(answer)) throw new PlatformFailure('retry', 'no-list', 'Douyin answered without a list of goods.')
  return { products: rowsOf(answer.data).filter(isObject), total: Number(answer.total ?? 0) }
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
