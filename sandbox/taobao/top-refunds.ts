/** What buyers ask back: the list, the detail, and the seller's decisions. */
import { type AfterSale, moveRefunds } from '#sandbox/after-sales.ts'
import { lineStatus, type RefundStatus, type SandboxLine, type SandboxOrder } from '#sandbox/order.ts'
import { toPlatformTime } from '#sandbox/platform-time.ts'
import { failed, moment, requiredText, type ShopCall } from './top-call.ts'
import { invalid, type TopAnswer, type TopFailure } from './top-failure.ts'
import { optionalText, text, yuan } from './top-json.ts'
import { type RowFields, refused, rowJson, TRADE_PAGES, topPage, wantedFields } from './top-page.ts'
import { isTmall } from './top-staff.ts'

type Refund = { afterSale: AfterSale; order: SandboxOrder; line: SandboxLine }
const FAMILY = 'isv.refund-service-error'
/** A sub-account may agree to this much in one call. */
const MOST_REFUNDS = 20
const MOST_FEN = 600_000

const listFields: RowFields<Refund> = {
  refund_id: ({ afterSale }) => text(afterSale.id),
  tid: ({ order }) => order.tid,
  oid: ({ line }) => line.oid,
  status: ({ line }) => text(line.refundStatus),
  order_status: ({ order, line }) => text(lineStatus(order, line)),
  refund_fee: ({ afterSale }) => yuan(afterSale.refundFen),
  payment: ({ afterSale, line }) => yuan(line.paidFen - afterSale.refundFen),
  total_fee: ({ line }) => yuan(line.paidFen),
  reason: ({ afterSale }) => text(afterSale.reason),
  title: ({ line }) => text(line.title),
  has_good_return: ({ afterSale }) => String(afterSale.returnsGoods),
  good_status: ({ afterSale, line }) =>
    text(afterSale.returnNumber !== '' ? 'BUYER_RETURNED_GOODS' : line.shipment ? 'BUYER_RECEIVED' : 'BUYER_NOT_RECEIVED'),
  company_name: ({ afterSale }) => optionalText(afterSale.returnCompany),
  sid: ({ afterSale }) => optionalText(afterSale.returnNumber),
  created: ({ afterSale }) => text(toPlatformTime(afterSale.createdAt)),
  modified: ({ afterSale }) => text(toPlatformTime(afterSale.modifiedAt)),
  refund_phase: ({ order }) => text(phaseOf(order)),
  dispute_type: ({ afterSale }) =>
    text(afterSale.kind !== 'MONEY' ? afterSale.kind : afterSale.returnsGoods ? 'REFUND_AND_RETURN' : 'REFUND'),
}
/** The list does not carry these: they cost a call of their own. */
const detailFields: RowFields<Refund> = {
  ...listFields,
  refund_version: ({ afterSale }) => String(afterSale.modifiedAt),
  num: ({ line }) => String(line.quantity),
  num_iid: ({ line }) => line.itemId,
  sku: ({ line }) => text(`${line.skuId}|${line.variant}`),
  outer_id: ({ line }) => optionalText(line.merchantSku),
  cs_status: () => '1',
  operation_contraint: ({ line }) => (line.shipment === null ? text('cannot_refuse') : null),
  refund_remind_timeout: ({ afterSale }) =>
    `{"exist_timeout":${afterSale.dueAt !== null}${afterSale.dueAt === null ? '' : `,"timeout":"${toPlatformTime(afterSale.dueAt)}"`}}`,
}

const phaseOf = (order: SandboxOrder): 'onsale' | 'aftersale' => (order.finishedAt === null ? 'onsale' : 'aftersale')

export function refundsReceiveGet(call: ShopCall): TopAnswer | TopFailure {
  const { params, world, shop } = call
  const wanted = wantedFields(params)
  if (failed(wanted)) return wanted
  const [from, to] = [moment(params, 'start_modified'), moment(params, 'end_modified')]
  if (failed(from)) return from
  if (failed(to)) return to
  if (from !== null && to !== null && to < from) return invalid('end_modified', '结束时间早于开始时间')
  const status = params.get('status') ?? ''
  const found = world.afterSales
    .modifiedBetween(shop.id, from ?? 0, to ?? Number.MAX_SAFE_INTEGER)
    .flatMap((afterSale) => refundOf(call, afterSale) ?? [])
    .filter(({ line }) => status === '' || line.refundStatus === status)
  return topPage(call, found, {
    names: ['refunds', 'refund'],
    sizes: TRADE_PAGES,
    json: (refund) => rowJson(refund, listFields, wanted),
  })
}

export function refundGet(call: ShopCall): TopAnswer | TopFailure {
  const wanted = wantedFields(call.params)
  if (failed(wanted)) return wanted
  const refund = ownRefund(call)
  return failed(refund) ? refund : `"refund":${rowJson(refund, detailFields, wanted)}`
}

/** Money goes back: what was asked without goods, or goods that have come. All of the call or none. */
export function rpRefundsAgree(call: ShopCall): TopAnswer | TopFailure {
  const infos = requiredText(call.params, 'refund_infos')
  if (failed(infos)) return infos
  const wishes = infos.split(',').map((info) => info.split('|'))
  if (wishes.length > MOST_REFUNDS) return refused(`${FAMILY}:COUNT`, '一次最多退 20 笔')
  if (wishes.reduce((sum, [, fen]) => sum + Number(fen), 0) > MOST_FEN)
    return refused(`${FAMILY}:SMS`, '退款金额较大，已向卖家手机发送短信验证码，请用收到的验证码再次调用')
  const results = wishes.map(([id = '', fen = '', version = '', phase = '']) => {
    const afterSale = call.world.afterSales.find(id)
    const refund = afterSale && refundOf(call, afterSale)
    const refusal = refund ? agreeRefusal(call, refund, { fen, version, phase }) : '退款不存在'
    if (refund && refusal === '')
      moveRefunds(call.world, refund.order, { lines: [refund.line], to: 'SUCCESS', told: refund.line.oid })
    return { refund_id: id, succ: refusal === '', message: refusal === '' ? '操作成功' : refusal }
  })
  const doneCount = results.filter(({ succ }) => succ).length
  const code = doneCount === results.length ? 'OP_SUCC' : doneCount > 0 ? 'SOME_OP_SUCC' : 'OP_FAILURE_UE'
  const message = doneCount === results.length ? '操作成功' : (results.find(({ succ }) => !succ)?.message ?? '')
  return `"succ":${doneCount === results.length},"msg_code":"${code}","message":${text(message)},"results":{"refund_mapping_result":${JSON.stringify(results)}}`
}

function agreeRefusal(
  { shop }: ShopCall,
  { afterSale, line, order }: Refund,
  { fen, version, phase }: { fen: string; version: string; phase: string },
): string {
  if (isTmall(shop) && phase !== phaseOf(order)) return '天猫退款阶段必填'
  if (isTmall(shop) && afterSale.examinedAt !== afterSale.modifiedAt) return '退款未审核'
  const mayPay =
    line.refundStatus === 'WAIT_SELLER_CONFIRM_GOODS' || (line.refundStatus === 'WAIT_SELLER_AGREE' && !afterSale.returnsGoods)
  if (!mayPay) return '退款状态不允许同意退款'
  if (Number(fen) !== afterSale.refundFen) return '退款金额与申请不一致'
  return version === String(afterSale.modifiedAt) ? '' : '退款已被修改，请重新获取'
}

/** At Tmall a refund is examined before it is agreed to. */
export function rpRefundReview(call: ShopCall): TopAnswer | TopFailure {
  const refund = ownRefund(call)
  if (failed(refund)) return refund
  for (const name of ['operator', 'refund_phase', 'refund_version', 'result', 'message']) {
    const given = requiredText(call.params, name)
    if (failed(given)) return given
  }
  if (!isTmall(call.shop)) return refused(`${FAMILY}:NOT_TMALL`, '目前仅支持天猫订单')
  if (call.params.get('refund_version') !== String(refund.afterSale.modifiedAt))
    return refused(`${FAMILY}:VERSION`, '退款已被修改，请重新获取')
  if (call.params.get('result') === 'true') call.world.afterSales.examine(refund.afterSale)
  return '"is_success":true'
}

/** The goods shall come back first. */
export function rpReturngoodsAgree(call: ShopCall): TopAnswer | TopFailure {
  const refund = ownRefund(call)
  if (failed(refund)) return refund
  const address = requiredText(call.params, 'seller_address_id')
  if (failed(address)) return address
  if (address !== returnAddress.contact_id) return refused(`${FAMILY}:ADDRESS`, '退货地址不存在')
  if (refund.line.refundStatus !== 'WAIT_SELLER_AGREE' || !refund.afterSale.returnsGoods)
    return refused(`${FAMILY}:STATUS`, '退款状态不允许同意退货')
  return decided(call, refund, 'WAIT_BUYER_RETURN_GOODS')
}

export function refundRefuse(call: ShopCall): TopAnswer | TopFailure {
  const refund = ownRefund(call)
  if (failed(refund)) return refund
  const message = requiredText(call.params, 'refuse_message')
  if (failed(message)) return message
  if (message.length < 2 || message.length > 200) return invalid('refuse_message', '长度 2-200')
  const { line, order, afterSale } = refund
  if (line.refundStatus !== 'WAIT_SELLER_AGREE' && line.refundStatus !== 'WAIT_SELLER_CONFIRM_GOODS')
    return refused(`${FAMILY}:STATUS`, '退款状态不允许拒绝')
  if (isTmall(call.shop) && !call.params.has('refuse_proof')) return refused(`${FAMILY}:PROOF`, '天猫退款必须上传拒绝凭证')
  if (line.shipment === null) return refused(`${FAMILY}:UNSHIPPED`, '卖家未发货，不能拒绝退款')
  const version = call.params.get('refund_version') ?? ''
  if (version !== '' && version !== String(afterSale.modifiedAt)) return refused(`${FAMILY}:VERSION`, '退款已被修改，请重新获取')
  moveRefunds(call.world, order, { lines: [line], to: 'SELLER_REFUSE_BUYER', change: { refusal: message }, told: line.oid })
  return `"refund":{"refund_id":${text(afterSale.id)},"status":"SELLER_REFUSE_BUYER","modified":"${toPlatformTime(afterSale.modifiedAt)}"}`
}

function decided(call: ShopCall, { order, line }: Refund, to: RefundStatus): TopAnswer {
  moveRefunds(call.world, order, { lines: [line], to, told: line.oid })
  return '"is_success":true'
}

/** Where the shop takes goods back. */
const returnAddress = {
  contact_id: '178230412',
  contact_name: '退货仓',
  province: '浙江省',
  city: '金华市',
  country: '义乌市',
  addr: '国际商贸城五区仓储路88号',
  zip_code: '322000',
  mobile_phone: '13905790000',
  cancel_def: true,
}

export function logisticsAddressSearch({ params }: ShopCall): TopAnswer | TopFailure {
  const kind = params.get('rdef') ?? ''
  if (!['', 'no_def', 'get_def', 'cancel_def'].includes(kind)) return invalid('rdef', '可选值 no_def、get_def、cancel_def')
  if (kind === 'no_def') return ''
  const { contact_id, ...rest } = returnAddress
  return `"addresses":{"address_result":[{"contact_id":${contact_id},${JSON.stringify(rest).slice(1)}]}`
}

function ownRefund(call: ShopCall): Refund | TopFailure {
  const id = requiredText(call.params, 'refund_id')
  if (failed(id)) return id
  const afterSale = call.world.afterSales.find(id)
  return (afterSale && refundOf(call, afterSale)) ?? refused(`${FAMILY}:NOT_EXIST`, '退款不存在')
}

function refundOf({ world, shop }: ShopCall, afterSale: AfterSale): Refund | undefined {
  const order = afterSale.shopId === shop.id ? world.orders.find(afterSale.tid) : undefined
  const line = order?.lines.find(({ oid }) => oid === afterSale.oid)
  return order && line ? { afterSale, order, line } : undefined
}
