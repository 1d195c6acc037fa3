/** Telling Pinduoduo that goods were shipped (发货回传), and correcting it. */
import { type Connection, PlatformFailure, type ShipmentAnswer, type ShipmentReport } from '#server/platforms/platform.ts'
import { callPdd } from '#server/platforms/pop/pdd-call.ts'
import { fetchOrderInfo } from '#server/platforms/pop/pdd-order-info.ts'
import { isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { logisticsIdOf } from './pdd-carriers.ts'

/** 1 = first shipment, for orders to be shipped; 2 = puts other numbers in the place of those reported, for shipped orders. */
type Delivery = '1' | '2'
const SHIPPED_FROM = 2
const SEVERAL_PARCELS = '拼多多不支持修改多包裹订单的单号，请到拼多多商家后台修改'

/**
 * The platform has no request key: a repeat of a carried out report is refused. So every refusal is followed by reading the order,
 * and only the order decides whether the refusal means "already shipped". The word in the refusal does not.
 * An order is shipped as a whole. The next parcels of an order in several are added to it as further numbers for the buyer.
 */
export async function reportPinduoduoShipment(connection: Connection, report: ShipmentReport): Promise<ShipmentAnswer> {
  try {
    await send(connection, report, '1')
    return { outcome: 'confirmed' }
  } catch (error) {
    const order = await shippedOrder(connection, report, error)
    if (order === null) throw error
    const sameNumber = numbersOf(order).includes(report.waybillNumber)
    if (sameNumber || report.platformLineIds.length === 0) return { outcome: 'already_shipped', sameNumber }
    await addParcel(connection, report)
    return { outcome: 'confirmed' }
  }
}

/**
 * The order is read first: one that shows the number already is left as it is, so a repeat after a lost answer is no second change. Of an
 * order in several parcels the platform changes the first number only, whichever parcel is meant; that is left to a person.
 */
export async function changePinduoduoShipment(connection: Connection, report: ShipmentReport): Promise<ShipmentAnswer> {
  const order = await fetchOrderInfo(connection, report.platformOrderId)
  if (numbersOf(order).includes(report.waybillNumber)) return { outcome: 'already_shipped', sameNumber: true }
  if (report.platformLineIds.length > 0 && rowsOf(order.extra_delivery_list).length > 0)
    throw new PlatformFailure('refused', 'several-parcels', SEVERAL_PARCELS)
  await send(connection, report, '2')
  return { outcome: 'confirmed' }
}

async function send(connection: Connection, report: ShipmentReport, delivery: Delivery): Promise<void> {
  const answer = await callPdd(connection, {
    type: 'pdd.logistics.online.send',
    params: {
      order_sn: report.platformOrderId,
      logistics_id: await logisticsIdOf(connection, report.carrier),
      tracking_number: report.waybillNumber,
      redelivery_type: delivery,
    },
    canRepeat: false,
  })
  if (String(answer.is_success) !== 'true') notAccepted(report)
}

async function addParcel(connection: Connection, report: ShipmentReport): Promise<void> {
  const parcel = {
    shipping_id: Number(await logisticsIdOf(connection, report.carrier)),
    tracking_number: report.waybillNumber,
  }
  const answer = await callPdd(connection, {
    type: 'pdd.order.upload.extra.logistics',
    params: { order_sn: report.platformOrderId, extra_track_list: JSON.stringify([parcel]) },
    canRepeat: false,
  })
  if (String(answer.success) !== 'true') notAccepted(report)
}

function notAccepted({ platformOrderId }: ShipmentReport): never {
  throw new PlatformFailure('refused', 'not-successful', `Pinduoduo did not accept the shipment of ${platformOrderId}.`)
}

/** The order when it stands shipped behind a refusal; null when it does not, or when the call failed in another way. */
async function shippedOrder(connection: Connection, report: ShipmentReport, error: unknown): Promise<WireObject | null> {
  if (!(error instanceof PlatformFailure) || error.kind !== 'refused') return null
  const order = await fetchOrderInfo(connection, report.platformOrderId)
  return Number(order.order_status) >= SHIPPED_FROM ? order : null
}

function numbersOf(order: WireObject): unknown[] {
  const further = rowsOf(order.extra_delivery_list).map((parcel) => (isObject(parcel) ? parcel.tracking_number : undefined))
  return [order.tracking_number, ...further]
}
