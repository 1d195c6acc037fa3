/** Reporting shipments. A repeated report is refused: the caller has to read the order again to learn what the platform knows. */
import { z } from 'zod'
import { type SandboxLine, type SandboxOrder, tradeStatus } from '#sandbox/order.ts'
import { wholeSecond } from '#sandbox/platform-time.ts'
import { fail, invalid, isFailure, type PddAnswer, type PddFailure } from './pdd-answers.ts'
import { jsonParam, ownOrder, requiredText, type ShopCall, wholeNumber } from './pdd-call.ts'
import { companies, courierOf } from './pdd-couriers.ts'
import { orderStatus } from './pdd-order-json.ts'

const SEND = 'pdd.logistics.online.send'
const EXTRA = 'pdd.order.upload.extra.logistics'
type Courier = NonNullable<ReturnType<typeof courierOf>>
type Parcel = { courier: Courier; waybillNumber: string }

export const logisticsCompaniesGet = (): PddAnswer => ({ logistics_companies: companies() })

export function logisticsOnlineSend(call: ShopCall): PddAnswer | PddFailure {
  const order = ownOrder(call)
  if (isFailure(order)) return order
  const parcel = parcelOf(call.params.get('logistics_id') ?? '', requiredText(call.params, 'tracking_number'))
  if (isFailure(parcel)) return parcel
  const delivery = wholeNumber(call.params, 'redelivery_type', { from: 1, to: 2, absent: 1 })
  if (isFailure(delivery)) return delivery
  const refusal = delivery === 1 ? ship(call, order, parcel) : shipAgain(call, order, parcel)
  record(call, order, { method: SEND, parcel, refusal })
  return refusal ?? { is_success: true }
}

/** Null = done. The whole order goes; lines given back do not. */
function ship({ world }: ShopCall, order: SandboxOrder, parcel: Parcel): PddFailure | null {
  if (order.shippingForbidden) return fail(21002, '订单正在审核，不能发货')
  const open = order.lines.filter((line) => line.refundStatus !== 'SUCCESS')
  if (tradeStatus(order) !== 'WAIT_SELLER_SEND_GOODS' || open.length === 0) return fail(21002, '订单不是待发货状态')
  order.shippedAt = put(open, parcel, world.platformNow())
  world.announce(order, 'shipped')
  return null
}

function shipAgain({ world }: ShopCall, order: SandboxOrder, parcel: Parcel): PddFailure | null {
  const shipped = order.lines.filter((line) => line.shipment !== null)
  if (shipped.length === 0 || orderStatus(order) !== 2 || order.closed !== 'no') return fail(21002, '仅已发货订单可修改发货')
  put(shipped, parcel, world.platformNow())
  world.announce(order, 'waybillChanged')
  return null
}

function put(lines: SandboxLine[], { courier, waybillNumber }: Parcel, atMs: number): number {
  const shippedAt = wholeSecond(atMs)
  for (const line of lines) line.shipment = { companyCode: courier.code, waybillNumber, shippedAt }
  return shippedAt
}

const extraTracks = z.array(z.object({ shipping_id: z.number().int(), tracking_number: z.string().min(1) })).min(1)

/** Further parcels of an order, for the buyer to see. */
export function orderUploadExtraLogistics(call: ShopCall): PddAnswer | PddFailure {
  const order = ownOrder(call)
  if (isFailure(order)) return order
  const given = jsonParam(call.params, 'extra_track_list')
  if (isFailure(given)) return given
  const tracks = extraTracks.safeParse(given)
  if (!tracks.success) return invalid('extra_track_list', tracks.error.issues[0]?.message ?? '')
  for (const { shipping_id, tracking_number } of tracks.data) {
    const parcel = parcelOf(String(shipping_id), tracking_number)
    if (isFailure(parcel)) return parcel
    const refusal = orderStatus(order) === 1 ? fail(21002, '订单尚未发货') : null
    record(call, order, { method: EXTRA, parcel, refusal })
    if (refusal) return refusal
    const known = call.state.extraParcels.get(order.tid) ?? []
    call.state.extraParcels.set(order.tid, [...known, { logistics_id: shipping_id, tracking_number }])
  }
  call.world.announce(order, 'waybillChanged')
  return { success: true }
}

function parcelOf(logisticsId: string, waybillNumber: string | PddFailure): Parcel | PddFailure {
  if (isFailure(waybillNumber)) return waybillNumber
  const courier = courierOf(logisticsId)
  if (!courier) return invalid('logistics_id', '快递公司不存在')
  return courier.numberPattern.test(waybillNumber) ? { courier, waybillNumber } : fail(21002, '运单号不符合快递公司规则')
}

type Attempt = { method: string; parcel: Parcel; refusal: PddFailure | null }

function record({ world }: ShopCall, order: SandboxOrder, { method, parcel, refusal }: Attempt): void {
  world.ships.set(String(world.ships.size + 1), {
    tid: order.tid,
    oids: order.lines.map((line) => line.oid),
    companyCode: parcel.courier.code,
    waybillNumber: parcel.waybillNumber,
    receivedAt: world.now(),
    method,
    refusal: refusal === null ? '' : refusal.subMsg,
    hadRefund: order.lines.some((line) => line.refundStatus === 'WAIT_SELLER_AGREE' || line.refundStatus === 'SUCCESS'),
    waybillIsOurs: world.waybills
      .byTid(order.tid)
      .some((waybill) => waybill.waybillNumber === parcel.waybillNumber && !waybill.isCancelled),
  })
}
