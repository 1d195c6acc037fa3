/** Goods and their stock: two lists of listings, the variants of some, and full or relative changes of stock. */
import type { ListedSku, Listing } from '#sandbox/listings.ts'
import { toPlatformTime } from '#sandbox/platform-time.ts'
import { failed, moment, requiredText, type ShopCall, wholeNumber } from './top-call.ts'
import { invalid, missing, type TopAnswer, type TopFailure } from './top-failure.ts'
import { optionalText, text, yuan } from './top-json.ts'
import { type RowFields, refused, rowJson, topPage, wantedFields } from './top-page.ts'

const ONSALE_PAGES = { usual: 40, most: 200, lastPage: 500 }
const INVENTORY_PAGES = { usual: 40, most: 200, lastPage: 101 }
const MAX_ITEMS_OF_SKUS = 40
const MAX_SKUS_OF_STOCK = 20
const MOST_STOCK = 100_000_000
const SORTABLE: Readonly<Record<string, (listing: Listing) => number>> = {
  modified: (listing) => listing.modifiedAt,
  list_time: (listing) => Number(listing.itemId),
  num: (listing) => listing.quantity,
}
const BANNERS: Readonly<Record<string, (listing: Listing) => boolean>> = {
  for_shelved: (listing) => listing.quantity > 0,
  off_shelf: (listing) => listing.quantity > 0,
  regular_shelved: () => false,
  never_on_shelf: () => false,
  sold_out: (listing) => listing.quantity === 0,
  violation_off_shelf: () => false,
}

const itemFields: RowFields<Listing> = {
  num_iid: (listing) => listing.itemId,
  title: (listing) => text(listing.title),
  approve_status: (listing) => text(isShown(listing) ? 'onsale' : 'instock'),
  num: (listing) => String(listing.quantity),
  price: (listing) => yuan(listing.priceFen),
  outer_id: (listing) => optionalText(listing.code),
  modified: (listing) => text(toPlatformTime(listing.modifiedAt)),
  cid: () => '50010850',
}
type Sku = { listing: Listing; sku: ListedSku }
const skuFields: RowFields<Sku> = {
  sku_id: ({ sku }) => sku.skuId,
  num_iid: ({ listing }) => listing.itemId,
  outer_id: ({ sku }) => optionalText(sku.merchantSku),
  price: ({ sku }) => yuan(sku.priceFen),
  quantity: ({ sku }) => String(sku.quantity),
  properties_name: ({ sku }) => text(propertiesName(sku.variant)),
  status: () => text('normal'),
  modified: ({ listing }) => text(toPlatformTime(listing.modifiedAt)),
}

/** 颜色:黑;尺码:L → pid:vid:颜色:黑;pid:vid:尺码:L. */
const propertiesName = (variant: string): string =>
  variant
    .split(';')
    .map((part, place) => `${1_627_207 + place}:${28_320 + part.length}:${part}`)
    .join(';')

/** What is sold out leaves the shop window by itself. */
const isShown = (listing: Listing): boolean => listing.isOnSale && listing.quantity > 0

export function itemsOnsaleGet(call: ShopCall): TopAnswer | TopFailure {
  return itemPage(call, isShown, ONSALE_PAGES)
}

export function itemsInventoryGet(call: ShopCall): TopAnswer | TopFailure {
  const isMeant = BANNERS[call.params.get('banner') ?? 'for_shelved']
  if (!isMeant) return invalid('banner', '分类字段不存在')
  return itemPage(call, (listing) => !isShown(listing) && isMeant(listing), INVENTORY_PAGES)
}

function itemPage(call: ShopCall, isMeant: (listing: Listing) => boolean, sizes: typeof ONSALE_PAGES): TopAnswer | TopFailure {
  const { params, world, shop } = call
  const wanted = wantedFields(params)
  if (failed(wanted)) return wanted
  const [from, to] = [moment(params, 'start_modified'), moment(params, 'end_modified')]
  if (failed(from)) return from
  if (failed(to)) return to
  const [column = '', direction = ''] = (params.get('order_by') ?? 'list_time:desc').split(':')
  const value = SORTABLE[column]
  if (!value || (direction !== 'asc' && direction !== 'desc')) return invalid('order_by', '格式为 column:asc/desc')
  const found = world.listings
    .list(shop.id)
    .filter((one) => isMeant(one) && one.modifiedAt >= (from ?? 0) && one.modifiedAt <= (to ?? Number.MAX_SAFE_INTEGER))
    .sort((a, b) => (direction === 'asc' ? 1 : -1) * (value(a) - value(b) || Number(a.itemId) - Number(b.itemId)))
  return topPage(call, found, { names: ['items', 'item'], sizes, json: (listing) => rowJson(listing, itemFields, wanted) })
}

export function itemSkusGet({ params, world, shop }: ShopCall): TopAnswer | TopFailure {
  const wanted = wantedFields(params)
  if (failed(wanted)) return wanted
  const ids = requiredText(params, 'num_iids')
  if (failed(ids)) return ids
  const itemIds = ids.split(',')
  if (itemIds.length > MAX_ITEMS_OF_SKUS) return invalid('num_iids', '个数不能超过 40 个')
  const rows = itemIds.flatMap((itemId) => {
    const listing = world.listings.find(shop.id, itemId)
    return listing ? listing.skus.map((sku) => rowJson({ listing, sku }, skuFields, wanted)) : []
  })
  return rows.length === 0 ? '' : `"skus":{"sku":[${rows.join(',')}]}`
}

/** One listing or one of its variants. */
export function itemQuantityUpdate(call: ShopCall): TopAnswer | TopFailure {
  const listing = ownListing(call)
  if (failed(listing)) return listing
  const given = requiredText(call.params, 'quantity')
  if (failed(given)) return given
  const outerId = call.params.get('outer_id') ?? ''
  const sku = outerId === '' ? undefined : listing.skus.find(({ merchantSku }) => merchantSku === outerId)
  if (outerId !== '' && !sku) return refused('isv.item-quantity-service-error:SKU', 'SKU 不存在')
  return change(call, listing, [[call.params.get('sku_id') || sku?.skuId || '', given]])
}

/** Up to 20 variants of one listing: all of them or none. */
export function skusQuantityUpdate(call: ShopCall): TopAnswer | TopFailure {
  const listing = ownListing(call)
  if (failed(listing)) return listing
  const bySku = (call.params.get('skuid_quantities') ?? '').split(';').filter((pair) => pair !== '')
  const byOuterId = (call.params.get('outerid_quantities') ?? '').split(';').filter((pair) => pair !== '')
  const pairs = (bySku.length > 0 ? bySku : byOuterId).map((pair) => pair.split(':'))
  if (pairs.length === 0) return missing('skuid_quantities')
  if (pairs.length > MAX_SKUS_OF_STOCK) return invalid('skuid_quantities', '最多支持 20 个 SKU 同时修改')
  if (pairs.some((pair) => pair.length !== 2)) return invalid('skuid_quantities', '格式为 skuId:库存;skuId:库存')
  const ofOuterId = (outerId = '') => listing.skus.find(({ merchantSku }) => merchantSku === outerId)?.skuId ?? outerId
  const named = (id = '') => (bySku.length > 0 ? id : ofOuterId(id))
  return change(
    call,
    listing,
    pairs.map(([id, quantity = '']) => [named(id), quantity]),
  )
}

function change(call: ShopCall, listing: Listing, wishes: [skuId: string, quantity: string][]): TopAnswer | TopFailure {
  const type = wholeNumber(call.params, 'type', 1, 1, 2)
  if (failed(type)) return type
  const next: [skuId: string, quantity: number][] = []
  for (const [skuId, given] of wishes) {
    const sku = listing.skus.find((one) => one.skuId === skuId)
    if (skuId === '' ? listing.skus.length > 0 : !sku) return refused('isv.item-quantity-service-error:SKU', 'SKU 不存在')
    if (!/^-?\d{1,9}$/.test(given)) return invalid('quantity', '库存应为整数')
    const isFull = type === 1
    const quantity = isFull ? Number(given) : Math.max(0, (sku ?? listing).quantity + Number(given))
    if (quantity < 0) return refused('isv.item-quantity-service-error:NEGATIVE', '全量更新时库存不能为负数')
    if (quantity > MOST_STOCK) return refused('isv.item-quantity-service-error:MAX', '库存超过上限')
    next.push([skuId, quantity])
  }
  for (const [skuId, quantity] of next) call.world.listings.setQuantity(call.shop.id, listing.itemId, skuId, quantity)
  const now = call.world.listings.find(call.shop.id, listing.itemId) ?? listing
  const skus = now.skus.filter(({ skuId }) => next.some(([changed]) => changed === skuId))
  const rows = skus.map((sku) => rowJson({ listing: now, sku }, skuFields, ['sku_id', 'quantity', 'modified']))
  const ofSkus = rows.length === 0 ? '' : `,"skus":{"sku":[${rows.join(',')}]}`
  return `"item":{"num_iid":${now.itemId},"num":${now.quantity},"modified":"${toPlatformTime(now.modifiedAt)}"${ofSkus}}`
}

function ownListing({ params, world, shop }: ShopCall): Listing | TopFailure {
  const itemId = requiredText(params, 'num_iid')
  if (failed(itemId)) return itemId
  return world.listings.find(shop.id, itemId) ?? refused('isv.item-not-exist', '商品不存在')
}
