/** Reporting shipments. A repeated report is refused: the caller has to read the order again to learn what the platform knows. */
import { type SandboxLine, type SandboxOrder, tradeStatus } from '#sandbox/order.ts'
import { wholeSecond } from '#sandbox/platform-time.ts'
import { given, ownOrder, type ShopCall } from './call.ts'
import { companies, findCompany } from './companies.ts'
import { type DouyinAnswer, type DouyinFailure, fail, invalid, isFailure, missing, refused } from './failure.ts'
import { packsOf } from './order-json.ts'
import { type Params, plainRows } from './params.ts'

type Parcel = { companyCode: string; waybillNumber: string; lines: SandboxLine[] }
const notShippable = refused(60021, '该订单的订单状态不允许发货')

export const logisticsCompanyList = (): DouyinAnswer =>
  JSON.stringify(companies.map(({ id, name, douyinCode }) => ({ id, name, code: douyinCode })))

/** A whole order in one parcel: what is refunded stays behind. */
export function logisticsAdd(call: ShopCall): DouyinAnswer | DouyinFailure {
  const order = ownOrder(call)
  if (isFailure(order)) return order
  const parcel = readParcel(
    call.params,
    order.lines.filter((line) => line.refundStatus !== 'SUCCESS'),
  )
  if (isFailure(parcel)) return parcel
  return report(call, 'order.logisticsAdd', order, [parcel], ship) ?? '{}'
}

/** Some lines of an order in packs of their own, each line whole. The same `request_id` has the same answer and no second effect. */
export function logisticsAddMultiPack(call: ShopCall): DouyinAnswer | DouyinFailure {
  const order = ownOrder(call)
  if (isFailure(order)) return order
  if (given(call.params, 'request_id') === '') return missing('request_id')
  const parcels: Parcel[] = []
  for (const pack of plainRows(call.params.pack_list)) {
    const infos = plainRows(pack.shipped_order_info)
    const lines = infos.flatMap((info) => order.lines.find(({ oid }) => oid === given(info, 'shipped_order_id')) ?? [])
    const isWhole = infos.every((info, index) => Number(given(info, 'shipped_num')) === lines[index]?.quantity)
    if (infos.length === 0 || lines.length !== infos.length || !isWhole)
      return invalid('shipped_order_info', '子订单或数量不正确')
    const parcel = readParcel(pack, lines)
    if (isFailure(parcel)) return parcel
    parcels.push(parcel)
  }
  if (parcels.length === 0) return missing('pack_list')
  return report(call, 'order.logisticsAddMultiPack', order, parcels, ship) ?? '{"pack_list":[]}'
}

/** Another number for an order in one parcel. */
export function logisticsEdit(call: ShopCall): DouyinAnswer | DouyinFailure {
  const order = ownOrder(call)
  if (isFailure(order)) return order
  const packs = packsOf(order)
  if (packs.length > 1) return refused(60027, '一单多包请按包裹修改物流')
  return edit(call, 'order.logisticsEdit', order, packs[0]?.lines ?? [])
}

/** Another number for one of several parcels. */
export function logisticsEditByPack(call: ShopCall): DouyinAnswer | DouyinFailure {
  const order = ownOrder(call)
  if (isFailure(order)) return order
  const pack = packsOf(order).find(({ packId }) => packId === given(call.params, 'pack_id'))
  return pack ? edit(call, 'order.logisticsEditByPack', order, pack.lines) : invalid('pack_id', '包裹不存在')
}

function edit(call: ShopCall, method: string, order: SandboxOrder, lines: SandboxLine[]): DouyinAnswer | DouyinFailure {
  const parcel = readParcel(call.params, lines)
  if (isFailure(parcel)) return parcel
  const refusal = report(call, method, order, [parcel], () => {
    if (lines.length === 0 || order.finishedAt !== null || order.closed !== 'no') return notShippable
    put(call, parcel)
    call.world.announce(order, 'waybillChanged')
    return null
  })
  return refusal ?? '{}'
}

/** Refuses what is not open, and what a buyer asks back unless the caller says so. */
function ship(call: ShopCall, order: SandboxOrder, parcels: Parcel[]): DouyinFailure | null {
  const status = tradeStatus(order)
  const lines = parcels.flatMap((parcel) => parcel.lines)
  const isOpen = status === 'WAIT_SELLER_SEND_GOODS' || status === 'SELLER_CONSIGNED_PART'
  if (!isOpen || lines.length === 0 || lines.some((line) => line.shipment !== null || line.refundStatus === 'SUCCESS'))
    return notShippable
  const refuses = given(call.params, 'is_refund_reject') === 'true' || given(call.params, 'is_reject_refund') === 'true'
  if (!refuses && lines.some((line) => line.refundStatus === 'WAIT_SELLER_AGREE'))
    return refused(60022, '订单有退款申请，请先处理')
  for (const parcel of parcels) put(call, parcel)
  order.shippedAt ??= wholeSecond(call.world.platformNow())
  call.world.announce(order, tradeStatus(order) === 'SELLER_CONSIGNED_PART' ? 'partlyShipped' : 'shipped')
  return null
}

function put({ world }: ShopCall, { companyCode, waybillNumber, lines }: Parcel): void {
  const shippedAt = wholeSecond(world.platformNow())
  for (const line of lines) line.shipment = { companyCode, waybillNumber, shippedAt }
}

/** Records each parcel of the attempt as it was received, and lets `apply` accept or refuse them. Null = accepted. */
function report(
  call: ShopCall,
  method: string,
  order: SandboxOrder,
  parcels: Parcel[],
  apply: (call: ShopCall, order: SandboxOrder, parcels: Parcel[]) => DouyinFailure | null,
): DouyinFailure | null {
  const { world } = call
  const hadRefund = (line: SandboxLine) => line.refundStatus === 'WAIT_SELLER_AGREE' || line.refundStatus === 'SUCCESS'
  const hadRefunds = parcels.map(({ lines }) => lines.some(hadRefund))
  const refusal = apply(call, order, parcels)
  for (const [index, { companyCode, waybillNumber, lines }] of parcels.entries()) {
    world.ships.set(String(world.ships.size + 1), {
      tid: order.tid,
      oids: lines.map((line) => line.oid),
      companyCode,
      waybillNumber,
      receivedAt: world.now(),
      method,
      refusal: refusal?.subCode ?? '',
      hadRefund: hadRefunds[index] ?? false,
      waybillIsOurs: world.waybills.byTid(order.tid).some((each) => each.waybillNumber === waybillNumber && !each.isCancelled),
    })
  }
  return refusal
}

function readParcel(params: Params, lines: SandboxLine[]): Parcel | DouyinFailure {
  const waybillNumber = given(params, 'logistics_code')
  if (waybillNumber === '') return missing('logistics_code')
  const code = given(params, 'company_code')
  if (code === '') return fail(40002, 'isv.missing-parameter:60083', '物流公司编码(company_code)字段不能为空')
  const company = findCompany(code)
  if (!company) return refused(60018, '暂不支持该物流商，请检查物流商编码后重新发货')
  if (!company.numberPattern.test(waybillNumber)) return fail(40004, 'isv.parameter-invalid:60017', '物流单号不符合规则')
  return { companyCode: company.code, waybillNumber, lines }
}
