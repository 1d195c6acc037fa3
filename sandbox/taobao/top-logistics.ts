/** Reporting shipments. A repeated report is refused: the caller has to read the order again to learn what the platform knows. */
import { couriers, findCourier } from '#sandbox/couriers.ts'
import { type SandboxLine, type SandboxOrder, tradeStatus } from '#sandbox/order.ts'
import { wholeSecond } from '#sandbox/platform-time.ts'
import { failed, ownOrder, requiredText, type ShopCall, type TopCall } from './top-call.ts'
import { fail, missing, type TopAnswer, type TopFailure } from './top-failure.ts'

type Report = { order: SandboxOrder; lines: SandboxLine[]; companyCode: string; waybillNumber: string; isSplit: boolean }
const OFFLINE = 'isv.logistics-offline-service-error'
const RESEND = 'isv.logistics-consign-resend-service-error'

export function logisticsCompaniesGet({ params }: TopCall): TopAnswer | TopFailure {
  const fields = requiredText(params, 'fields')
  if (failed(fields)) return fields
  const names = fields.split(',').map((name) => name.trim())
  const rows = couriers.map((courier) => {
    const row: Record<string, unknown> = {
      id: courier.id,
      code: courier.code,
      name: courier.name,
      reg_mail_no: courier.numberPattern.source,
    }
    return Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)))
  })
  return `"logistics_companies":{"logistics_company":${JSON.stringify(rows)}}`
}

export function logisticsOfflineSend(call: ShopCall): TopAnswer | TopFailure {
  return report(call, 'taobao.logistics.offline.send', OFFLINE, ({ order, lines, companyCode, waybillNumber, isSplit }) => {
    const status = tradeStatus(order)
    if (status === 'WAIT_BUYER_PAY' || status === 'PAID_FORBID_CONSIGN') return fail(15, `${OFFLINE}:B02`, '订单状态不允许发货')
    const wanted = isSplit ? lines : lines.filter((line) => line.refundStatus !== 'SUCCESS')
    const isOpen = status === 'WAIT_SELLER_SEND_GOODS' || status === 'SELLER_CONSIGNED_PART'
    if (!isOpen || wanted.length === 0 || wanted.some((line) => line.shipment !== null || line.refundStatus === 'SUCCESS')) {
      return fail(15, `${OFFLINE}:B04`, '订单状态不对，该物流订单已经发货或者已关闭，不能重复发货')
    }
    const shippedAt = wholeSecond(call.world.platformNow())
    for (const line of wanted) line.shipment = { companyCode, waybillNumber, shippedAt }
    order.shippedAt ??= shippedAt
    const isPart = tradeStatus(order) === 'SELLER_CONSIGNED_PART'
    call.world.announce(order, isPart ? 'partlyShipped' : 'shipped')
    return null
  })
}

/** Replaces the waybill number of lines that are already shipped. */
export function logisticsConsignResend(call: ShopCall): TopAnswer | TopFailure {
  return report(call, 'taobao.logistics.consign.resend', RESEND, ({ order, lines, companyCode, waybillNumber }) => {
    const shipped = lines.filter((line) => line.shipment !== null)
    if (shipped.length === 0 || order.finishedAt !== null || order.closed !== 'no')
      return fail(15, `${RESEND}:B02`, '订单未发货或已完结，不能修改运单')
    for (const line of shipped) line.shipment = { companyCode, waybillNumber, shippedAt: wholeSecond(call.world.platformNow()) }
    call.world.announce(order, 'waybillChanged')
    return null
  })
}

/** Checks what both reports share, records the attempt, and lets `apply` accept or refuse it. */
function report(
  call: ShopCall,
  method: string,
  family: string,
  apply: (report: Report) => TopFailure | null,
): TopAnswer | TopFailure {
  const order = ownOrder(call, fail(15, `${family}:B01`, '订单不存在'))
  if (failed(order)) return order
  const read = readReport(call, order, family)
  if (failed(read)) return read
  const refusal = apply(read)
  const { lines, companyCode, waybillNumber } = read
  const { ships } = call.world
  ships.set(String(ships.size + 1), {
    tid: order.tid,
    oids: lines.map((line) => line.oid),
    companyCode,
    waybillNumber,
    receivedAt: call.world.now(),
    method,
    refusal: refusal?.subCode ?? '',
    hadRefund: lines.some((line) => line.refundStatus === 'WAIT_SELLER_AGREE' || line.refundStatus === 'SUCCESS'),
    waybillIsOurs: call.world.waybills
      .byTid(order.tid)
      .some((waybill) => waybill.waybillNumber === waybillNumber && !waybill.isCancelled),
  })
  return refusal ?? '"shipping":{"is_success":true}'
}

function readReport({ params }: ShopCall, order: SandboxOrder, family: string): Report | TopFailure {
  const waybillNumber = requiredText(params, 'out_sid')
  if (failed(waybillNumber)) return waybillNumber
  const companyCode = requiredText(params, 'company_code')
  if (failed(companyCode)) return companyCode
  const courier = findCourier(companyCode)
  if (!courier) return fail(15, `${family}:B03`, '物流公司不存在')
  if (!courier.numberPattern.test(waybillNumber)) return fail(15, `${family}:B60`, '运单号不符合规则或已经被使用')
  const isSplit = params.get('is_split') === '1'
  const oids = (params.get('sub_tid') ?? '').split(',').filter((oid) => oid !== '')
  if (isSplit && oids.length === 0) return missing('sub_tid')
  const lines = isSplit ? order.lines.filter((line) => oids.includes(line.oid)) : order.lines
  if (isSplit && lines.length !== new Set(oids).size) return fail(15, `${family}:P38`, '拆单校验未通过')
  return { order, lines, companyCode, waybillNumber, isSplit }
}
