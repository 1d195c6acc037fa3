/** Reads what the checks ask about many parcels at once: settings, goods, stock and the buyer's other parcels. */
import type { ReviewSettings } from '#contract/orders.ts'
import { type Reader, type Sql, sql } from '#kernel/db.ts'
import type { Vault } from '#kernel/vault.ts'
import { skusByCode } from '#modules/catalog/public.ts'
import { sellableByCode } from '#modules/inventory/public.ts'
import type { Receiver } from '#server/platforms/platform.ts'
import type { OrderFacts, ReviewFacts, SiblingFacts, SkuFacts, WholeParcel } from './order.ts'
import { addressText } from './order-rows.ts'
import { reviewSettingsOf } from './review-settings.ts'

export type FactsOf = ReadonlyMap<string, { facts: ReviewFacts; settings: ReviewSettings }>

type Sibling = {
  parcel_id: string
  number: string
  shop_id: string
  warehouse_id: string
  buyer_key: string
  merge_group: string
  platform_order_ids: string
}

/** Siblings shown in one finding; a buyer with hundreds of open parcels needs no longer list. */
const SIBLINGS_PER_PARCEL = 10
const SIBLINGS_READ = 50

/** Facts by parcel id. Parcels that are not stored yet count as each other's siblings too. */
export async function readReviewFacts(
  reader: Reader,
  parcels: readonly WholeParcel[],
  vault: Vault,
  settingsKnown?: ReadonlyMap<string, { settings: ReviewSettings }>,
): Promise<FactsOf> {
  if (parcels.length === 0) return new Map()
  const shopIds = [...new Set(parcels.map((parcel) => parcel.shopId))]
  const codes = [...new Set(parcels.flatMap((parcel) => parcel.lines.map((line) => line.skuCode)))]
    .filter((code) => code !== '')
    .sort()
  const [settings, skus, sellable, siblings] = await Promise.all([
    settingsKnown ?? reviewSettingsOf(reader, shopIds),
    skusByCode(reader, codes),
    sellableByCode(reader, codes),
    readSiblings(reader, parcels),
  ])
  const watching = parcels.filter((parcel) => settings.get(parcel.shopId)?.settings.watchedWords.length)
  const addresses = watching.length === 0 ? new Map<string, string>() : await readAddresses(reader, vault, watching)
  const siblingsOf = siblingFinder([...siblings, ...parcels.filter(isOpen).map(asSibling)])
  const facts = new Map<string, { facts: ReviewFacts; settings: ReviewSettings }>()
  for (const parcel of parcels) {
    const shop = settings.get(parcel.shopId)
    if (shop)
      facts.set(parcel.parcelId, { settings: shop.settings, facts: factsOf(parcel, { addresses, siblingsOf, skus, sellable }) })
  }
  return facts
}

type Around = {
  addresses: ReadonlyMap<string, string>
  siblingsOf(parcel: WholeParcel): SiblingFacts[]
  skus: ReadonlyMap<string, SkuFacts>
  sellable: ReadonlyMap<string, number>
}

function factsOf(parcel: WholeParcel, around: Around): ReviewFacts {
  const withAddress = (order: OrderFacts): OrderFacts => {
    const watchedText = around.addresses.get(order.orderId)
    return watchedText === undefined ? order : { ...order, watchedText }
  }
  return {
    receiverKey: parcel.receiverKey,
    mergeGroup: parcel.mergeGroup,
    holdReason: parcel.holdReason,
    orders: around.addresses.size === 0 ? parcel.orders : parcel.orders.map(withAddress),
    lines: parcel.lines,
    siblings: around.siblingsOf(parcel),
    skus: around.skus,
    sellable: parcel.reviewState === 'approved' ? null : around.sellable,
  }
}

const isOpen = (parcel: WholeParcel): boolean =>
  parcel.fulfilmentState === 'none' &&
  parcel.reviewState !== 'stopped' &&
  parcel.orders.every((order) => order.status !== 'unpaid')

const asSibling = (parcel: WholeParcel): Sibling => ({
  parcel_id: parcel.parcelId,
  number: parcel.number,
  shop_id: parcel.shopId,
  warehouse_id: parcel.warehouseId,
  buyer_key: parcel.buyerKey,
  merge_group: parcel.mergeGroup,
  platform_order_ids: parcel.orders.map((order) => order.platformOrderId).join(' '),
})

/**
 * Open parcels of the same buyers; where the buyer is unknown, of the same merge groups. One look-up in a partial index per key: the
 * lateral join keeps the planner from reading the whole shop, the limit a buyer with thousands of parcels from filling the memory.
 */
async function readSiblings(reader: Reader, parcels: readonly WholeParcel[]): Promise<Sibling[]> {
  const buyers = new Map<string, { shop: string; key: string }>()
  const groups = new Map<string, { shop: string; key: string }>()
  for (const { shopId, buyerKey, mergeGroup } of parcels) {
    if (buyerKey !== '') buyers.set(`${shopId} ${buyerKey}`, { shop: shopId, key: buyerKey })
    else if (mergeGroup !== '') groups.set(`${shopId} ${mergeGroup}`, { shop: shopId, key: mergeGroup })
  }
  const [ofBuyers, ofGroups] = await Promise.all([
    buyers.size === 0
      ? []
      : siblingsWhere(reader, [...buyers.values()], sql`p.buyer_key = wanted.key collate "C" and p.buyer_key <> ''`),
    groups.size === 0
      ? []
      : siblingsWhere(
          reader,
          [...groups.values()],
          sql`p.merge_group = wanted.key collate "C" and p.merge_group <> '' and p.buyer_key = ''`,
        ),
  ])
  return [...ofBuyers, ...ofGroups]
}

const siblingsWhere = (reader: Reader, wanted: readonly { shop: string; key: string }[], condition: Sql): Promise<Sibling[]> =>
  reader.rows<Sibling>(sql`
    select p.parcel_id, p.number, p.shop_id, p.warehouse_id, p.buyer_key, p.merge_group, p.platform_order_ids
    from unnest(${wanted.map((one) => one.shop)}::uuid[], ${wanted.map((one) => one.key)}::text[]) as wanted(shop_id, key)
    cross join lateral (
      select p.* from parcels p where p.merchant_id = ${reader.merchantId} and p.shop_id = wanted.shop_id and ${condition}
        and p.fulfilment_state = 'none' and p.review_state not in ('stopped', 'unpaid')
      limit ${SIBLINGS_READ}) p`)

/** Finds a parcel's siblings; the other half of a split order is none, nor what leaves from another warehouse. */
function siblingFinder(candidates: readonly Sibling[]): Around['siblingsOf'] {
  const keyOf = (shopId: string, buyerKey: string, mergeGroup: string): string =>
    buyerKey === '' ? `${shopId} group ${mergeGroup}` : `${shopId} buyer ${buyerKey}`
  const groups = new Map<string, Map<string, Sibling>>()
  for (const one of candidates) {
    if (one.buyer_key === '' && one.merge_group === '') continue
    const key = keyOf(one.shop_id, one.buyer_key, one.merge_group)
    const group = groups.get(key)
    if (group) group.set(one.parcel_id, one)
    else groups.set(key, new Map([[one.parcel_id, one]]))
  }
  return (parcel) => {
    const group = groups.get(keyOf(parcel.shopId, parcel.buyerKey, parcel.mergeGroup))
    if (!group || (group.size === 1 && group.has(parcel.parcelId))) return []
    const ownOrders = new Set(parcel.orders.map((order) => order.platformOrderId))
    const found: SiblingFacts[] = []
    for (const one of group.values()) {
      if (found.length === SIBLINGS_PER_PARCEL) break
      const isSplitHalf = one.platform_order_ids.split(' ').some((id) => ownOrders.has(id))
      if (one.warehouse_id !== parcel.warehouseId) continue
      if (one.parcel_id === parcel.parcelId || isSplitHalf || one.merge_group === '' || parcel.mergeGroup === '') continue
      found.push({ parcelId: one.parcel_id, number: one.number, sameReceiver: one.merge_group === parcel.mergeGroup })
    }
    return found
  }
}

/** Addresses in plain, only for shops that watch words. */
async function readAddresses(reader: Reader, vault: Vault, parcels: readonly WholeParcel[]): Promise<Map<string, string>> {
  const unread = parcels.flatMap((parcel) => parcel.orders).filter((order) => order.watchedText === '')
  const rows = await reader.rows<{ order_id: string; receiver_sealed: Buffer }>(sql`
    select o.order_id, o.receiver_sealed from orders o
    where o.merchant_id = ${reader.merchantId} and o.order_id = any(${unread.map((order) => order.orderId)}::uuid[])`)
  const open = (sealed: Buffer): string => addressText(JSON.parse(vault.open(reader.merchantId, sealed)) as Receiver)
  return new Map(rows.map((row) => [row.order_id, open(row.receiver_sealed)]))
}
