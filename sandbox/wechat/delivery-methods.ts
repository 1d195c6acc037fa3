/** Reporting parcels, and once another number for one. A repeat is refused: the caller reads the order to learn what is known. */
import { couriers, findCourier } from '#sandbox/couriers.ts'
import { type SandboxLine, type SandboxOrder, tradeStatus } from '#sandbox/order.ts'
import { wholeSecond } from '#sandbox/platform-time.ts'
import type { World } from '#sandbox/world.ts'
import {
  type Answer,
  idIn,
  NOT_POSSIBLE,
  numberIn,
  ownOrder,
  refuse,
  rowsIn,
  type ShopCall,
  textIn,
  WechatRefusal,
} from './wechat-answer.ts'

type Parcel = { companyCode: string; waybillNumber: string; lines: SandboxLine[] }
const BAD_PARAMETER = 40097

export function deliveryMethods(world: World): Record<string, (call: ShopCall) => Answer> {
  const changed = world.state.table<true>('wechat changed waybills')
  return {
    'order/deliverycompanylist/new/get': () => ({
      company_list: couriers.map(({ code, name }) => ({ delivery_id: code, delivery_name: name })),
    }),
    'order/delivery/send': (call) => report(call, send),
    'order/deliveryinfo/update': (call) =>
      report(call, ({ order, parcels }) => {
        const numbers = new Set(order.lines.flatMap(({ shipment }) => (shipment ? [shipment.waybillNumber] : [])))
        if (tradeStatus(order) !== 'WAIT_BUYER_CONFIRM_GOODS') refuse(NOT_POSSIBLE, '仅发货完成的订单可以修改物流')
        if (numbers.size !== 1 || parcels.length !== 1) refuse(NOT_POSSIBLE, '拆包发货的订单暂不允许修改物流')
        if (changed.has(order.tid)) refuse(NOT_POSSIBLE, '物流信息最多修改 1 次')
        changed.set(order.tid, true)
        ship(call, parcels)
        call.world.announce(order, 'waybillChanged')
      }),
  }
}

type Report = { call: ShopCall; order: SandboxOrder; parcels: Parcel[] }

function send({ call, order, parcels }: Report): void {
  const status = tradeStatus(order)
  if (status !== 'WAIT_SELLER_SEND_GOODS' && status !== 'SELLER_CONSIGNED_PART') refuse(NOT_POSSIBLE, '订单状态不允许发货')
  const lines = parcels.flatMap((parcel) => parcel.lines)
  if (lines.some(({ shipment, refundStatus }) => shipment !== null || refundStatus === 'SUCCESS'))
    refuse(NOT_POSSIBLE, '商品已发货或已退款')
  order.shippedAt ??= wholeSecond(call.world.platformNow())
  ship(call, parcels)
  call.world.announce(order, tradeStatus(order) === 'SELLER_CONSIGNED_PART' ? 'partlyShipped' : 'shipped')
}

function ship({ world }: ShopCall, parcels: readonly Parcel[]): void {
  const shippedAt = wholeSecond(world.platformNow())
  for (const { lines, companyCode, waybillNumber } of parcels)
    for (const line of lines) line.shipment = { companyCode, waybillNumber, shippedAt }
}

/** Records the attempt, carried out or refused. */
function report(call: ShopCall, apply: (report: Report) => void): Answer {
  const order = ownOrder(call)
  const isFirst = call.path === 'order/delivery/send'
  const parcels = rowsIn(call.body, 'delivery_list').map((row) => readParcel(row, order, isFirst))
  // Noted before: an act changes what stood there.
  const hadRefund = parcels
    .flatMap(({ lines }) => lines)
    .some(({ refundStatus }) => refundStatus === 'WAIT_SELLER_AGREE' || refundStatus === 'SUCCESS')
  try {
    apply({ call, order, parcels })
  } catch (error) {
    if (error instanceof WechatRefusal) note(call, order, parcels, { hadRefund, refusal: String(error.errcode) })
    throw error
  }
  note(call, order, parcels, { hadRefund, refusal: '' })
  return {}
}

function note(
  { world, path }: ShopCall,
  { tid }: SandboxOrder,
  parcels: readonly Parcel[],
  told: { hadRefund: boolean; refusal: string },
): void {
  for (const { lines, companyCode, waybillNumber } of parcels)
    world.ships.set(String(world.ships.size + 1), {
      tid,
      oids: lines.map(({ oid }) => oid),
      companyCode,
      waybillNumber,
      receivedAt: world.now(),
      method: path,
      ...told,
      waybillIsOurs: world.waybills.byTid(tid).some((each) => each.waybillNumber === waybillNumber && !each.isCancelled),
    })
}

function readParcel(row: Record<string, unknown>, order: SandboxOrder, isFirst: boolean): Parcel {
  const companyCode = textIn(row, 'delivery_id')
  const waybillNumber = textIn(row, 'waybill_id')
  numberIn(row, 'deliver_type', 1, 3)
  const courier = findCourier(companyCode) ?? refuse(BAD_PARAMETER, '快递公司不存在')
  if (!courier.numberPattern.test(waybillNumber)) refuse(NOT_POSSIBLE, '快递单号格式不正确')
  const goods = rowsIn(row, 'product_infos')
  if (goods.length === 0) refuse(BAD_PARAMETER, 'product_infos 不能为空')
  const lines = goods.flatMap((each) => linesOf(each, order, isFirst))
  return { companyCode, waybillNumber, lines }
}

/** Whole lines only: this sandbox does not cut one in two. Lines that wait come before those that left. */
function linesOf(goods: Record<string, unknown>, { lines }: SandboxOrder, isFirst: boolean): SandboxLine[] {
  const [productId, skuId] = [idIn(goods, 'product_id'), idIn(goods, 'sku_id')]
  const known = lines.filter(({ itemId, skuId: sku }) => itemId === productId && sku === skuId)
  const waiting = known.filter(({ shipment, refundStatus }) => shipment === null && refundStatus !== 'SUCCESS')
  let left = numberIn(goods, 'product_cnt', 1, Number.MAX_SAFE_INTEGER)
  const chosen: SandboxLine[] = []
  for (const line of isFirst && waiting.length > 0 ? waiting : known) {
    if (line.quantity > left) continue
    left -= line.quantity
    chosen.push(line)
  }
  return left === 0 && chosen.length > 0 ? chosen : refuse(BAD_PARAMETER, '商品或数量与订单不符')
}
