/** Agreeing to what a buyer asks back, or refusing it. */
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { AfterSaleDecision } from '#server/platforms/platform-services.ts'
import { callWechat } from '#server/platforms/weixin/wechat-call.ts'
import { requireAsSeen } from '#server/platforms/wire/seen-after-sale.ts'
import { idText, isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { readRawAfterSale } from './wechat-after-sales.ts'
import { WECHAT_AFTER_SALE_STATES } from './wechat-states.ts'

/** Agree that the goods come back, and: they have come, the money goes. */
const SEND_BACK = 1
const RECEIVED = 2
/** Also used when the platform offers no reason of its own. */
const OTHER_REASON = '其他'
const MOST_ADDRESSES = 50

/** A repeat of a decision that came through is no failure: what became of the case is read. */
export async function decideWechatAfterSale(connection: Connection, decision: AfterSaleDecision): Promise<void> {
  const before = await readRawAfterSale(connection, decision.afterSaleId)
  if (isDecided(before, decision)) return
  const refund = isObject(before.refund_info) ? before.refund_info : {}
  requireAsSeen(decision, { platformState: String(before.status), refundFen: Number(refund.amount ?? 0) })
  try {
    if (decision.agree) await accept(connection, before)
    else await reject(connection, decision)
  } catch (error) {
    if (!(error instanceof PlatformFailure) || error.kind !== 'refused') throw error
    if (!isDecided(await readRawAfterSale(connection, decision.afterSaleId), decision)) throw error
  }
}

/** Goods on their way back wait for a second agreement, that they have come. */
function isDecided({ status }: WireObject, { agree }: AfterSaleDecision): boolean {
  const state = WECHAT_AFTER_SALE_STATES.get(String(status))
  if (!agree) return state === 'refused'
  return state === 'refunded' || state === 'refunding' || state === 'done' || status === 'USER_WAIT_RETURN'
}

async function accept(connection: Connection, { after_sale_order_id, type, status }: WireObject): Promise<void> {
  const isReturn = type === 'RETURN' || type === 'EXCHANGE'
  const begins = isReturn && status !== 'MERCHANT_WAIT_RECEIPT'
  await callWechat(connection, {
    path: 'channels/ec/aftersale/acceptapply',
    body: {
      after_sale_order_id: idText(after_sale_order_id),
      ...(isReturn && { accept_type: begins ? SEND_BACK : RECEIVED }),
      ...(begins && { address_id: await returnAddress(connection) }),
    },
    canRepeat: false,
  })
}

/** Where goods come back to: the shop's own default. */
async function returnAddress(connection: Connection): Promise<string> {
  const list = await callWechat(connection, {
    path: 'channels/ec/merchant/address/list',
    body: { offset: 0, limit: MOST_ADDRESSES },
    canRepeat: true,
  })
  const ids = rowsOf(list.address_id_list).map(idText).filter(Boolean)
  for (const addressId of ids) {
    const { address_detail } = await callWechat(connection, {
      path: 'channels/ec/merchant/address/get',
      body: { address_id: addressId },
      canRepeat: true,
    })
    if (isObject(address_detail) && address_detail.default_recv === true) return addressId
  }
  throw new PlatformFailure(
    'refused',
    'no-return-address',
    '请先在微信小店后台设置默认退货地址。 Set a default address for returned goods in the WeChat Store console first.',
  )
}

async function reject(connection: Connection, { afterSaleId, reason }: AfterSaleDecision): Promise<void> {
  await callWechat(connection, {
    path: 'channels/ec/aftersale/rejectapply',
    body: { after_sale_order_id: afterSaleId, reject_reason_type: await reasonType(connection), reject_reason: reason },
    canRepeat: false,
  })
}

/** The reason is told in words; its kind has to be one of the platform's list, there as "other". */
async function reasonType(connection: Connection): Promise<number> {
  const answer = await callWechat(connection, { path: 'channels/ec/aftersale/rejectreason/get', body: {}, canRepeat: true })
  const reasons = [answer.reject_reason_list, answer.reject_reason, answer.reason_list].flatMap(rowsOf).filter(isObject)
  const other = reasons.find((each) =>
    String(each.reject_reason_type_text ?? '')
      .replaceAll('它', '他')
      .includes(OTHER_REASON),
  )
  const type = Number((other ?? reasons[0])?.reject_reason_type)
  if (Number.isInteger(type)) return type
  throw new PlatformFailure('refused', 'no-reject-reason', 'The WeChat Store offers no reason for refusing an after-sale.')
}
