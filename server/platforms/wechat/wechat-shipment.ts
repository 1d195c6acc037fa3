/** Telling the WeChat Store that goods were shipped (发货回传), and once under another number (改单号). */
import { type Connection, PlatformFailure, type ShipmentAnswer, type ShipmentReport } from '#server/platforms/platform.ts'
import { callWechat } from '#server/platforms/weixin/wechat-call.ts'
import { wechatCarrierCode } from '#server/platforms/weixin/wechat-carriers.ts'
import { idText, isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { parcelsOf, productsOf, shippedPieces, wechatLineId, wechatLineIds } from './wechat-lines.ts'
import { readRawOrder } from './wechat-pull.ts'

const EXPRESS = 1

/** Pieces of one SKU that a report means: those that were not refunded. `left`: pieces that have not been shipped. */
type Goods = { product_id: string; sku_id: string; product_cnt: number; left: number }

/**
 * The platform has no request key, and the report names pieces, so the order is read first. Whether a refusal means "already shipped"
 * is decided by reading it again; the word in the refusal does not.
 */
export async function reportWechatShipment(connection: Connection, report: ShipmentReport): Promise<ShipmentAnswer> {
  const companyCode = requireCarrier(report)
  const order = await readRawOrder(connection, report.platformOrderId)
  const before = alreadyShipped(order, report)
  if (before) return before
  try {
    await callWechat(connection, {
      path: 'channels/ec/order/delivery/send',
      body: { order_id: report.platformOrderId, delivery_list: [parcel(companyCode, report, openGoods(order, report))] },
      canRepeat: false,
    })
    return { outcome: 'confirmed' }
  } catch (error) {
    if (!(error instanceof PlatformFailure) || error.kind !== 'refused') throw error
    const after = alreadyShipped(await readRawOrder(connection, report.platformOrderId), report)
    if (!after) throw error
    return after
  }
}

/** Allowed once per order, for an order that left as one parcel. */
export async function changeWechatShipment(connection: Connection, report: ShipmentReport): Promise<ShipmentAnswer> {
  const companyCode = requireCarrier(report)
  const order = await readRawOrder(connection, report.platformOrderId)
  const before = alreadyShipped(order, report)
  // The number stands there already: a repeat after a lost answer, which must not use up the one change.
  if (before?.outcome === 'already_shipped' && before.sameNumber) return before
  await callWechat(connection, {
    path: 'channels/ec/order/deliveryinfo/update',
    body: { order_id: report.platformOrderId, delivery_list: [parcel(companyCode, report, reportedGoods(order, report))] },
    canRepeat: false,
  })
  return { outcome: 'confirmed' }
}

function requireCarrier({ carrier }: ShipmentReport): string {
  const code = wechatCarrierCode(carrier)
  if (code !== null) return code
  throw new PlatformFailure('our_fault', 'carrier-unmapped', `The WeChat Store has no carrier code for ${carrier}.`)
}

function parcel(companyCode: string, { waybillNumber }: ShipmentReport, goods: readonly Goods[]) {
  return {
    delivery_id: companyCode,
    waybill_id: waybillNumber,
    deliver_type: EXPRESS,
    product_infos: goods.map(({ product_id, sku_id, product_cnt }) => ({ product_id, sku_id, product_cnt })),
  }
}

/** The goods the report speaks of, one entry per SKU; what was refunded does not travel. */
function reportedGoods(order: WireObject, report: ShipmentReport): Goods[] {
  const products = productsOf(order)
  const ids = wechatLineIds(products)
  const shipped = shippedPieces(order)
  const bySku = new Map<string, Goods>()
  for (const [index, product] of products.entries()) {
    if (report.platformLineIds.length > 0 && !report.platformLineIds.includes(ids[index] ?? '')) continue
    const pieces = Number(product.sku_cnt ?? 0) - Number(product.finish_aftersale_sku_cnt ?? 0)
    const left = Math.max(0, pieces - (shipped[index] ?? 0))
    if (pieces <= 0 && (shipped[index] ?? 0) === 0) continue
    const key = wechatLineId(product)
    const known = bySku.get(key) ?? {
      product_id: idText(product.product_id),
      sku_id: idText(product.sku_id),
      product_cnt: 0,
      left: 0,
    }
    bySku.set(key, { ...known, product_cnt: known.product_cnt + Math.max(pieces, 0), left: known.left + left })
  }
  return [...bySku.values()]
}

/** Nothing left of what is meant still goes out in full: the platform then says itself why not. */
function openGoods(order: WireObject, report: ShipmentReport): Goods[] {
  const goods = reportedGoods(order, report)
  const open = goods.filter(({ left }) => left > 0).map((each) => ({ ...each, product_cnt: each.left }))
  return open.length > 0 ? open : goods
}

/** Null while any of the goods meant is still to ship. */
function alreadyShipped(order: WireObject, report: ShipmentReport): ShipmentAnswer | null {
  const goods = reportedGoods(order, report)
  if (goods.length === 0 || goods.some(({ left }) => left > 0)) return null
  const meant = new Set(goods.map(({ product_id, sku_id }) => `${product_id}:${sku_id}`))
  const parcels = parcelsOf(order).filter((each) =>
    rowsOf(each.product_infos).some((row) => isObject(row) && meant.has(wechatLineId(row))),
  )
  if (parcels.length === 0) return null
  return { outcome: 'already_shipped', sameNumber: parcels.every((each) => each.waybill_id === report.waybillNumber) }
}
