/** Agreeing to what a buyer asks back, or refusing it. */
import { fenFromYuan } from '#kernel/money.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { AfterSaleDecision } from '#server/platforms/platform-services.ts'
import { callTop, topRows } from '#server/platforms/top/top-call.ts'
import { requireAsSeen } from '#server/platforms/wire/seen-after-sale.ts'
import { idText, isObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { fetchRefund, isTrue, kindOf } from './taobao-after-sales.ts'
import { sellerOf } from './taobao-seller.ts'

const SHORTEST_REASON = ruleValue('taobao', 'shortestRefusal', 'characters')
const LONGEST_REASON = ruleValue('taobao', 'longestRefusal', 'characters')
const TMALL = 'B'
const DECIDED_HERE: ReadonlySet<string> = new Set(['refund_only', 'return_and_refund'])

/**
 * The platform has no request key. The refund is read first: what was decided so already (a repeat after a lost answer) is done, and the
 * version that was read goes along, so that nobody agrees to something the buyer has changed meanwhile.
 */
export async function decideTaobaoAfterSale(connection: Connection, decision: AfterSaleDecision): Promise<void> {
  const refund = await fetchRefund(connection, decision.afterSaleId)
  if (refund.operation_contraint === 'refund_onweb')
    throw refused('refund_onweb', '这笔退款只能到千牛后台处理 (decide it in the console of the platform).')
  if (!DECIDED_HERE.has(kindOf(refund)))
    throw refused(
      'kind-not-offered',
      '换货、维修和补发只能到千牛后台处理 (decide exchanges, repairs and reships in the console of the platform).',
    )
  return decision.agree ? agree(connection, refund, decision) : refuse(connection, refund, decision)
}

async function agree(connection: Connection, refund: WireObject, decision: AfterSaleDecision): Promise<void> {
  const isAskedFor = refund.status === 'WAIT_SELLER_AGREE' || refund.status === 'WAIT_SELLER_CONFIRM_GOODS'
  if (isAskedFor) requireAsSeen(decision, presentStateOf(refund))
  switch (refund.status) {
    case 'SUCCESS':
    case 'WAIT_BUYER_RETURN_GOODS':
      return
    case 'WAIT_SELLER_AGREE':
      return kindOf(refund) === 'return_and_refund' ? agreeToReturn(connection, refund) : payBack(connection, refund)
    case 'WAIT_SELLER_CONFIRM_GOODS':
      return payBack(connection, refund)
    default:
      throw refused('after-sale-over', `这笔退款已是 ${String(refund.status)} 状态，不能再同意 (it can no longer be agreed to).`)
  }
}

const presentStateOf = (refund: WireObject) => ({
  platformState: String(refund.status),
  refundFen: fenFromYuan(String(refund.refund_fee ?? '')),
})

/**
 * Tmall wants a refund marked as examined before it is agreed to, and the phase; Taobao wants neither. The session has to be a
 * sub-account's, and above a sum the platform sends a code to the seller's phone first: both come back as a refusal that says so.
 */
async function payBack(connection: Connection, refund: WireObject): Promise<void> {
  const id = idText(refund.refund_id)
  const fen = fenFromYuan(String(refund.refund_fee ?? ''))
  if (fen === null) throw new PlatformFailure('our_fault', 'refund-fee-unreadable', 'The refund names no amount.')
  const seller = await sellerOf(connection)
  const phase = seller.type === TMALL ? String(refund.refund_phase ?? '') : ''
  const version = idText(refund.refund_version)
  if (phase !== '')
    await callTop(connection, {
      method: 'taobao.rp.refund.review',
      params: {
        ...{ refund_id: id, refund_version: version, refund_phase: phase, operator: seller.nick },
        ...{ result: 'true', message: '同意退款' },
      },
      canRepeat: true,
    })
  const answer = await callTop(connection, {
    method: 'taobao.rp.refunds.agree',
    params: { refund_infos: [id, String(fen), version, phase].filter(Boolean).join('|') },
    canRepeat: false,
  })
  if (isTrue(answer.succ)) return
  const [result] = topRows(answer, 'results', 'refund_mapping_result').filter(isObject)
  throw refused(String(answer.msg_code ?? 'not-successful'), String(result?.message ?? answer.message ?? 'Taobao did not agree.'))
}

/** The goods come to the shop's own address for returns, as it stands on the platform. */
async function agreeToReturn(connection: Connection, refund: WireObject): Promise<void> {
  const found = await callTop(connection, {
    method: 'taobao.logistics.address.search',
    params: { rdef: 'cancel_def' },
    canRepeat: true,
  })
  const [address] = topRows(found, 'addresses', 'address_result').filter(isObject)
  if (!address)
    throw refused('no-return-address', '店铺没有默认退货地址，请先在千牛后台设置 (set a default return address on the platform).')
  const told = (name: string): string => idText(address[name])
  const answer = await callTop(connection, {
    method: 'taobao.rp.returngoods.agree',
    params: {
      refund_id: idText(refund.refund_id),
      ...{ refund_phase: idText(refund.refund_phase), refund_version: idText(refund.refund_version) },
      ...{ remark: '同意退货，请寄回', seller_address_id: told('contact_id'), name: told('contact_name') },
      ...{ address: ['province', 'city', 'country', 'addr'].map(told).join(''), post: told('zip_code') },
      ...{ tel: told('phone'), mobile: told('mobile_phone') },
    },
    canRepeat: false,
  })
  if (!isTrue(answer.is_success))
    throw refused('not-successful', '淘宝没有接受同意退货 (Taobao did not accept the agreement to a return).')
}

/** Tmall also wants a picture as proof, which this interface does not carry: it refuses such a call itself. */
async function refuse(connection: Connection, refund: WireObject, decision: AfterSaleDecision): Promise<void> {
  const { reason } = decision
  if (refund.status === 'SELLER_REFUSE_BUYER') return
  if (refund.operation_contraint === 'cannot_refuse')
    throw refused('cannot_refuse', '淘宝不允许拒绝这笔退款，未发货的订单请直接退款 (Taobao does not let this refund be refused).')
  if (refund.status !== 'WAIT_SELLER_AGREE' && refund.status !== 'WAIT_SELLER_CONFIRM_GOODS')
    throw refused('after-sale-over', `这笔退款已是 ${String(refund.status)} 状态，不能再拒绝 (it can no longer be refused).`)
  requireAsSeen(decision, presentStateOf(refund))
  if (reason.length < SHORTEST_REASON || reason.length > LONGEST_REASON)
    throw new PlatformFailure(
      'our_fault',
      'reason-length',
      `拒绝理由须为 ${SHORTEST_REASON}–${LONGEST_REASON} 字 (a reason has so many characters).`,
    )
  await callTop(connection, {
    method: 'taobao.refund.refuse',
    params: {
      ...{ refund_id: idText(refund.refund_id), tid: idText(refund.tid), oid: idText(refund.oid), refuse_message: reason },
      ...{ refund_phase: idText(refund.refund_phase), refund_version: idText(refund.refund_version) },
    },
    canRepeat: false,
  })
}

const refused = (code: string, message: string) => new PlatformFailure('refused', code, message)
