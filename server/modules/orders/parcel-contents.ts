/** What is inside parcels, for those who label, ship and report them. */
import { type Reader, sql } from '#kernel/db.ts'
import type { Vault } from '#kernel/vault.ts'
import { shopsById } from '#modules/shops/public.ts'
import type { Receiver } from '#server/platforms/platform.ts'

export type OrderInParcel = {
  parcelId: string
  orderId: string
  shopId: string
  platformOrderId: string
  lines: { platformLineId: string; quantity: number; orderedQuantity: number }[]
  /** Everything of this order that is to be shipped is in this parcel. */
  wholeOrder: boolean
}

type OrderInParcelRow = {
  parcel_id: string
  order_id: string
  shop_id: string
  platform_order_id: string
  lines: OrderInParcel['lines']
  quantity: number
  to_ship: number
}

export async function ordersInParcels(reader: Reader, parcelIds: readonly string[]): Promise<OrderInParcel[]> {
  const rows = await reader.rows<OrderInParcelRow>(sql`
    with inside as (
      select pl.parcel_id, pl.order_id, sum(pl.quantity)::int as quantity,
        jsonb_agg(jsonb_build_object('platformLineId', l.platform_line_id, 'quantity', pl.quantity, 'orderedQuantity', l.quantity)
          order by l.platform_line_id) as lines
      from parcel_lines pl join order_lines l on l.merchant_id = ${reader.merchantId} and l.line_id = pl.line_id
      where pl.merchant_id = ${reader.merchantId} and pl.parcel_id = any(${parcelIds}::uuid[])
      group by pl.parcel_id, pl.order_id),
    wanted as (
      select pl.order_id, sum(pl.quantity)::int as to_ship
      from parcel_lines pl join parcels p on p.merchant_id = ${reader.merchantId} and p.parcel_id = pl.parcel_id
      where pl.merchant_id = ${reader.merchantId} and pl.order_id in (select order_id from inside) and p.review_state <> 'stopped'
      group by pl.order_id)
    select i.parcel_id, i.order_id, o.shop_id, o.platform_order_id, i.lines, i.quantity, coalesce(w.to_ship, i.quantity) as to_ship
    from inside i
    join orders o on o.merchant_id = ${reader.merchantId} and o.order_id = i.order_id
    left join wanted w on w.order_id = i.order_id
    order by i.parcel_id, o.platform_order_id`)
  return rows.map((row) => ({
    parcelId: row.parcel_id,
    orderId: row.order_id,
    shopId: row.shop_id,
    platformOrderId: row.platform_order_id,
    lines: row.lines,
    wholeOrder: row.quantity === row.to_ship,
  }))
}

export type LabelFacts = {
  parcelId: string
  number: string
  shopId: string
  shopName: string
  platform: string
  carrier: string
  waybillNumber: string
  /** As plain as the shop has it; platforms that mask print over `receiverKey`. */
  receiver: Receiver
  receiverMasked: boolean
  receiverKey: string
  lines: { skuCode: string; title: string; variant: string; quantity: number; platformOrderId: string }[]
  /** One entry per order inside, so that no note of a merged order is lost on the slip. */
  orders: {
    orderId: string
    platformOrderId: string
    buyerNote: string
    sellerMemo: string
    internalNote: string
    paidFen: number
  }[]
}

type LabelRow = {
  parcel_id: string
  number: string
  shop_id: string
  carrier: string
  waybill_number: string
  receiver_key: string
}
type LabelOrderRow = {
  parcel_id: string
  order_id: string
  platform_order_id: string
  buyer_note: string
  seller_memo: string
  internal_note: string
  paid_fen: string
  receiver_sealed: Buffer
  receiver_masked: boolean
  receiver_key: string
}
type LabelLineRow = {
  parcel_id: string
  merchant_sku: string
  title: string
  variant: string
  quantity: number
  platform_order_id: string
}

const byParcel = <R extends { parcel_id: string }>(rows: R[]): Map<string, R[]> => Map.groupBy(rows, (row) => row.parcel_id)

/** Everything a label, a delivery note or a waybill request needs, in the order of `parcelIds`; unknown ids are left out. */
export async function labelFacts(reader: Reader, vault: Vault, parcelIds: readonly string[]): Promise<LabelFacts[]> {
  const [parcels, orders, lines] = await Promise.all([
    reader.rows<LabelRow>(sql`
      select parcel_id, number, shop_id, carrier, waybill_number, receiver_key from parcels
      where merchant_id = ${reader.merchantId} and parcel_id = any(${parcelIds}::uuid[])`),
    reader.rows<LabelOrderRow>(sql`
      select i.parcel_id, o.order_id, o.platform_order_id, o.buyer_note, o.seller_memo, o.internal_note, o.paid_fen,
        o.receiver_sealed, o.receiver_masked, o.receiver_key
      from (select distinct parcel_id, order_id from parcel_lines
            where merchant_id = ${reader.merchantId} and parcel_id = any(${parcelIds}::uuid[])) i
      join orders o on o.merchant_id = ${reader.merchantId} and o.order_id = i.order_id
      order by o.created_at, o.order_id`),
    reader.rows<LabelLineRow>(sql`
      select pl.parcel_id, l.merchant_sku, l.title, l.variant, pl.quantity, o.platform_order_id
      from parcel_lines pl
      join order_lines l on l.merchant_id = ${reader.merchantId} and l.line_id = pl.line_id
      join orders o on o.merchant_id = ${reader.merchantId} and o.order_id = pl.order_id
      where pl.merchant_id = ${reader.merchantId} and pl.parcel_id = any(${parcelIds}::uuid[])
      order by l.merchant_sku, l.title, l.variant`),
  ])
  const shops = await shopsById(reader, [...new Set(parcels.map((parcel) => parcel.shop_id))])
  const ordersOf = byParcel(orders)
  const linesOf = byParcel(lines)
  const found = new Map(parcels.map((parcel) => [parcel.parcel_id, parcel]))
  return parcelIds.flatMap((parcelId) => {
    const parcel = found.get(parcelId)
    const inside = ordersOf.get(parcelId)
    // The parcel goes to the receiver it was planned for; an order whose address changed later says otherwise.
    const addressed = inside?.find((order) => order.receiver_key === parcel?.receiver_key) ?? inside?.[0]
    if (!parcel || !inside || !addressed) return []
    const shop = shops.get(parcel.shop_id)
    return {
      parcelId,
      number: parcel.number,
      shopId: parcel.shop_id,
      shopName: shop?.name ?? '',
      platform: shop?.platform ?? '',
      carrier: parcel.carrier,
      waybillNumber: parcel.waybill_number,
      receiver: JSON.parse(vault.open(reader.merchantId, addressed.receiver_sealed)) as Receiver,
      receiverMasked: addressed.receiver_masked,
      receiverKey: parcel.receiver_key,
      lines: (linesOf.get(parcelId) ?? []).map(labelLine),
      orders: inside.map(labelOrder),
    }
  })
}

const labelLine = (row: LabelLineRow): LabelFacts['lines'][number] => ({
  skuCode: row.merchant_sku,
  title: row.title,
  variant: row.variant,
  quantity: row.quantity,
  platformOrderId: row.platform_order_id,
})
const labelOrder = (row: LabelOrderRow): LabelFacts['orders'][number] => ({
  orderId: row.order_id,
  platformOrderId: row.platform_order_id,
  buyerNote: row.buyer_note,
  sellerMemo: row.seller_memo,
  internalNote: row.internal_note,
  paidFen: Number(row.paid_fen),
})
