/** The goods of a shop with their variants. */
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { Page, ProductSnapshot } from '#server/platforms/platform-services.ts'
import { callTop, topRows, topTotal } from '#server/platforms/top/top-call.ts'
import { understood } from '#server/platforms/top/top-understood.ts'
import { beijingTimeOf, isoFromBeijingTime } from '#server/platforms/wire/beijing-time.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { idText, isObject, type WireObject } from '#server/platforms/wire/wire-json.ts'

const PAGE_SIZE = ruleValue('taobao', 'itemsPerPage', 'items')
const MOST_ITEMS_OF_SKUS = ruleValue('taobao', 'itemsPerSkuCall', 'items')
const ITEM_FIELDS = 'num_iid,title,outer_id,num,price,modified,approve_status'
const SKU_FIELDS = 'num_iid,sku_id,outer_id,price,quantity,properties_name'

/** Where the goods of a shop stand: on sale, and in the warehouse under three headings that do not overlap. */
const LISTS: readonly { name: string; method: string; banner: string }[] = [
  { name: 'onsale', method: 'taobao.items.onsale.get', banner: '' },
  ...['for_shelved', 'sold_out', 'violation_off_shelf'].map((banner) => ({
    ...{ name: banner, method: 'taobao.items.inventory.get', banner },
  })),
]
type List = (typeof LISTS)[number]
/** `since`: platform time from which the list is read. `page`: only within that very second, 0 = the list from it on. */
type Cursor = { list: List; since: string; page: number }

/**
 * Each list is read by time of change, oldest first, every page starting at the last change of the one before. What changes or leaves
 * the list meanwhile moves nothing, and the platform's limit to the depth of pages is never reached. A second with more goods than a
 * page (many changed in one go) is walked from its last page to its first, as goods only leave it. Goods may come twice.
 */
export async function productsOfTaobao(connection: Connection, cursor: string): Promise<Page<ProductSnapshot>> {
  const place = placeOf(cursor)
  const items = topRows(await readItems(connection, place), 'items', 'item').filter(isObject)
  const skus = await skusOf(connection, items)
  return {
    rows: items.map((item) => {
      const itemId = idText(item.num_iid)
      return understood(`Item ${itemId}`, () => productOf(item, skus.get(itemId) ?? []))
    }),
    next: await nextOf(connection, place, items),
  }
}

function placeOf(cursor: string): Cursor {
  const [name = '', since = '', page = '0'] = cursor === '' ? [LISTS[0]?.name] : cursor.split('|')
  const list = LISTS.find((one) => one.name === name)
  if (!list) throw new PlatformFailure('our_fault', 'cursor-unknown', `There is no page ${cursor} of goods.`)
  return { list, since, page: Number(page) }
}

function readItems(
  connection: Connection,
  { list, since, page }: Cursor,
  { size = PAGE_SIZE, fields = ITEM_FIELDS }: { size?: number; fields?: string } = {},
): Promise<WireObject> {
  return callTop(connection, {
    method: list.method,
    params: {
      ...{ fields, banner: list.banner, order_by: 'modified:asc', start_modified: since, end_modified: page > 0 ? since : '' },
      ...{ page_no: String(Math.max(page, 1)), page_size: String(size) },
    },
    canRepeat: true,
  })
}

async function nextOf(connection: Connection, { list, since, page }: Cursor, items: WireObject[]): Promise<string> {
  const cursorOf = (from: string, pageNo = 0) => `${list.name}|${from}|${pageNo}`
  if (page > 1) return cursorOf(since, page - 1)
  if (page === 1) return cursorOf(secondAfter(since))
  if (items.length < PAGE_SIZE) {
    const following = LISTS[LISTS.indexOf(list) + 1]
    return following ? `${following.name}||0` : ''
  }
  const last = String(items.at(-1)?.modified ?? '')
  if (last !== since) return cursorOf(last)
  const total = topTotal(await readItems(connection, { list, since, page: 1 }, { size: 1, fields: 'num_iid' }))
  return cursorOf(since, Math.max(1, Math.ceil(total / PAGE_SIZE)))
}

function secondAfter(platformTime: string): string {
  const at = isoFromBeijingTime(platformTime)
  if (at === null) throw new PlatformFailure('our_fault', 'cursor-unknown', `${platformTime} is no time of the platform.`)
  return beijingTimeOf(Date.parse(at) + 1000)
}

async function skusOf(connection: Connection, items: WireObject[]): Promise<Map<string, WireObject[]>> {
  const skus: WireObject[] = []
  for (let start = 0; start < items.length; start += MOST_ITEMS_OF_SKUS) {
    const itemIds = items.slice(start, start + MOST_ITEMS_OF_SKUS).map(({ num_iid }) => idText(num_iid))
    const answer = await callTop(connection, {
      method: 'taobao.item.skus.get',
      params: { fields: SKU_FIELDS, num_iids: itemIds.join(',') },
      canRepeat: true,
    })
    skus.push(...topRows(answer, 'skus', 'sku').filter(isObject))
  }
  return Map.groupBy(skus, ({ num_iid }) => idText(num_iid))
}

/** Goods without variants are their own only variant, with an empty id. */
function productOf(item: WireObject, skus: WireObject[]): ProductSnapshot {
  const own = {
    ...{ platformSkuId: '', merchantSku: field.textOf(item, 'outer_id'), variant: '' },
    ...{ priceFen: field.requiredFenOf(item, 'price'), quantity: stockOf(item, 'num') },
  }
  return {
    platformItemId: field.requiredIdOf(item, 'num_iid'),
    title: field.textOf(item, 'title'),
    onSale: field.textOf(item, 'approve_status') === 'onsale',
    modifiedAt: field.momentOf(item, 'modified'),
    skus:
      skus.length === 0
        ? [own]
        : skus.map((sku) => ({
            platformSkuId: field.requiredIdOf(sku, 'sku_id'),
            merchantSku: field.textOf(sku, 'outer_id'),
            variant: variantOf(field.textOf(sku, 'properties_name')),
            priceFen: field.requiredFenOf(sku, 'price'),
            quantity: stockOf(sku, 'quantity'),
          })),
  }
}

/** What was sold beyond the stock makes it negative: none is left. */
function stockOf(row: WireObject, name: string): number {
  const quantity = row[name] ?? 0
  return Number.isSafeInteger(quantity) ? Math.max(0, Number(quantity)) : field.broken(name, quantity, 'a whole number')
}

/** 1627207:28341:颜色:黑;20509:28314:尺码:L → 颜色:黑;尺码:L. */
const variantOf = (propertiesName: string): string =>
  propertiesName
    .split(';')
    .map((property) => property.replace(/^-?\d+:-?\d+:/, ''))
    .join(';')
