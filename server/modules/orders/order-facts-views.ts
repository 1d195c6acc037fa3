/** What other modules show of an order they know by the platform's number. */
import type { Scope } from '#kernel/access.ts'
import { type Reader, recordset, sql } from '#kernel/db.ts'
import { inParcels } from './parcel-scope.ts'

export type OrderKey = { shopId: string; platformOrderId: string }
export type KnownOrder = OrderKey & { orderId: string; linesText: string }
/** Those that are here. */
export function ordersByPlatformId(reader: Reader, keys: readonly OrderKey[]): Promise<KnownOrder[]> {
  if (keys.length === 0) return Promise.resolve([])
  const rows = keys.map(({ shopId, platformOrderId }) => ({ shop_id: shopId, platform_order_id: platformOrderId }))
  return reader.rows<KnownOrder>(sql`
    select o.shop_id as "shopId", o.platform_order_id as "platformOrderId", o.order_id as "orderId", o.lines_text as "linesText"
    from (select distinct shop_id, platform_order_id
      from jsonb_to_recordset(${recordset(rows)}::jsonb) as r(shop_id uuid, platform_order_id text)) k
    join orders o on o.merchant_id = ${reader.merchantId} and o.shop_id = k.shop_id and o.platform_order_id = k.platform_order_id`)
}

export type ShownLine = {
  lineId: string
  platformLineId: string
  platformSkuId: string
  title: string
  variant: string
  merchantSku: string
  quantity: number
  paidFen: number
}
export async function linesOfOrder(reader: Reader, orderId: string): Promise<ShownLine[]> {
  const rows = await reader.rows<Omit<ShownLine, 'paidFen'> & { paidFen: string }>(sql`
    select line_id as "lineId", platform_line_id as "platformLineId", platform_sku_id as "platformSkuId", title, variant,
      merchant_sku as "merchantSku", quantity, paid_fen as "paidFen"
    from order_lines where merchant_id = ${reader.merchantId} and order_id = ${orderId} order by platform_line_id`)
  return rows.map((row) => ({ ...row, paidFen: Number(row.paidFen) }))
}

/** Parcels with goods of it that the scope (of orders.view) reaches. */
export function parcelsOfOrder(
  reader: Reader,
  scope: Scope,
  orderId: string,
  now: Date,
): Promise<{ parcelId: string; number: string }[]> {
  return reader.rows(sql`
    select p.parcel_id as "parcelId", p.number from parcels p
    where p.merchant_id = ${reader.merchantId} and ${inParcels(scope, now)} and p.parcel_id in (
      select l.parcel_id from parcel_lines l where l.merchant_id = ${reader.merchantId} and l.order_id = ${orderId})
    order by p.number`)
}
