/** Agreeing to what a buyer asks back, or refusing it (afterSale.operate). Numbers and shape partly from public applications, unconfirmed. */

import { callDouyin } from '#server/platforms/fxg/fxg-call.ts'
import { idNumber } from '#server/platforms/fxg/fxg-id.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { AfterSaleDecision } from '#server/platforms/platform-services.ts'
import { requireAsSeen } from '#server/platforms/wire/seen-after-sale.ts'
import { idText, isObject, rowsOf } from '#server/platforms/wire/wire-json.ts'
import { readAfterSaleDetail } from './douyin-after-sales.ts'

type Act = { agree: number; refuse: number /** Agreeing names where the goods go. */; needsAddress: boolean }
const RETURN_ASKED: Act = { agree: 101, refuse: 102, needsAddress: true }
const RETURN_ARRIVED: Act = { agree: 111, refuse: 112, needsAddress: false }
const MONEY_ASKED: Act = { agree: 201, refuse: 202, needsAddress: false }
const EXCHANGE_ASKED: Act = { agree: 301, refuse: 302, needsAddress: true }
/** By kind and state of the after-sale. What is missing here is decided in the shop's own console. */
const ACTS = new Map<string, Act>([
  ['0:6', RETURN_ASKED],
  ['0:11', RETURN_ARRIVED],
  ['1:6', MONEY_ASKED],
  ['2:6', MONEY_ASKED],
  ['3:6', EXCHANGE_ASKED],
])
const REFUSED_STATES: ReadonlySet<number> = new Set([27, 29])
/** States in which the buyer got what was asked for, or is about to. */
const AGREED_STATES: ReadonlySet<number> = new Set([3, 7, 8, 12, 13, 14, 53])

/**
 * The after-sale is read first: its kind and state say which act is due. A decision that was carried out already, its answer lost, is
 * found there and not given twice; `update_time` keeps one from being given to what the buyer has changed meanwhile.
 */
export async function decideDouyinAfterSale(connection: Connection, decision: AfterSaleDecision): Promise<void> {
  const found = await readAfterSaleDetail(connection, decision.afterSaleId)
  const [kind, state] = [Number(found.after_sale_type), Number(found.after_sale_status)]
  const act = ACTS.get(`${kind}:${state}`)
  if (!act) {
    if ((decision.agree ? AGREED_STATES : REFUSED_STATES).has(state)) return
    throw new PlatformFailure(
      'refused',
      'not-decidable',
      `售后单现在的状态（${kind}:${state}）不能在这里处理，请到抖店后台 (decide it in the Douyin console).`,
    )
  }
  requireAsSeen(decision, { platformState: String(state), modifiedSecond: Number(found.update_time) })
  const answer = await callDouyin(connection, {
    method: 'afterSale.operate',
    params: {
      type: decision.agree ? act.agree : act.refuse,
      items: [
        {
          aftersale_id: decision.afterSaleId,
          update_time: Number(found.update_time ?? 0),
          ...(decision.agree ? await agreement(connection, act) : await refusal(connection, decision)),
        },
      ],
    },
    canRepeat: false,
  })
  throwRefusedItem(answer)
}

/** The address the shop has marked for returns. */
async function agreement(connection: Connection, act: Act) {
  if (!act.needsAddress) return {}
  const answer = await callDouyin(connection, { method: 'address.list', params: { page_no: 1, page_size: 100 }, canRepeat: true })
  const addresses = rowsOf(isObject(answer) ? answer.address_list : undefined).filter(isObject)
  const chosen = addresses.find((address) => Number(address.is_default) === 1)
  const addressId = idText(chosen?.address_id)
  if (addressId === '') {
    throw new PlatformFailure(
      'refused',
      'no-return-address',
      '店铺没有默认退货地址，请先在抖店后台设置 (set a default return address in the Douyin console).',
    )
  }
  return { logistics: { receiver_address_id: idNumber(addressId) } }
}

/** A refusal needs one of the platform's reasons; the sentence for the buyer goes beside it. One that asks for pictures is not chosen. */
async function refusal(connection: Connection, { afterSaleId, reason }: AfterSaleDecision) {
  const answer = await callDouyin(connection, {
    method: 'afterSale.rejectReasonCodeList',
    params: { aftersale_id: idNumber(afterSaleId) },
    canRepeat: true,
  })
  const reasons = rowsOf(isObject(answer) ? answer.items : undefined)
    .filter(isObject)
    .filter((each) => each.evidence_need !== 'Y')
  const fitting = reasons.find((each) => each.reason === reason) ?? reasons[0]
  const code = Number(fitting?.reject_reason_code ?? 0)
  return { reason, remark: reason, ...(code > 0 ? { reject_reason_code: code } : {}) }
}

/** The envelope may be well while the item is not. */
function throwRefusedItem(answer: unknown): void {
  const items = rowsOf(isObject(answer) ? answer.items : undefined).filter(isObject)
  const refused = items.find((item) => Number(item.status_code ?? 0) !== 0)
  if (refused) throw new PlatformFailure('refused', `operate:${Number(refused.status_code)}`, String(refused.status_msg ?? ''))
}
