/** Receivers in plain text, through the platform's own call with its own budget. */
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { RevealedReceiver, RevealWish } from '#server/platforms/platform-services.ts'
import { callTop, topRows } from '#server/platforms/top/top-call.ts'
import { understood } from '#server/platforms/top/top-understood.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { idText, isObject, type WireObject } from '#server/platforms/wire/wire-json.ts'

const MOST = ruleValue('taobao', 'revealsPerCall', 'receivers')
/**
 * 手工单发货, shipping by hand: of the platform's scenes those of shipping give name, number and address; the ones of customer service
 * (2001, 2002) give the number alone. Parcels with an e-waybill go out on the handle and need no plain text.
 */
const SCENE = '1006'

/**
 * A handle is good until the buyer changes the address, and closed orders are no longer revealed: such receivers are left out. When
 * that leaves none, it is a refusal that says why.
 */
export async function revealTaobaoReceivers(connection: Connection, wishes: RevealWish[]): Promise<RevealedReceiver[]> {
  const revealed: RevealedReceiver[] = []
  const hidden: WireObject[] = []
  for (let start = 0; start < wishes.length; start += MOST) {
    const queries = wishes
      .slice(start, start + MOST)
      .map(({ platformOrderId, handle }) => ({ tid: platformOrderId, oaid: handle, scene: SCENE }))
    const answer = await callTop(connection, {
      method: 'taobao.top.oaid.decrypt',
      params: { query_list: JSON.stringify(queries) },
      canRepeat: true,
    })
    const rows = topRows(answer, 'receiver_list', 'receiver').filter(isObject)
    hidden.push(...rows.filter(isHidden))
    for (const row of rows) if (!isHidden(row)) revealed.push(understood(`Receiver of ${idText(row.tid)}`, () => receiverOf(row)))
  }
  if (revealed.length === 0 && wishes.length > 0) throw whyNone(hidden)
  return revealed
}

const isOutdated = ({ matched }: WireObject): boolean => String(matched) === 'false'
const ruleOf = (row: WireObject): string => idText(row.desensitize_rule)
const isHidden = (row: WireObject): boolean => isOutdated(row) || ruleOf(row) !== ''

function whyNone(hidden: WireObject[]): PlatformFailure {
  const rule = hidden.map(ruleOf).find((word) => word !== '')
  return rule === undefined || hidden.some(isOutdated)
    ? new PlatformFailure('refused', 'handle-outdated', 'The address has changed since the order was read. Read the order again.')
    : new PlatformFailure('refused', rule, 'The platform reveals no receiver of this order, for instance because it is closed.')
}

function receiverOf(row: WireObject): RevealedReceiver {
  const parts = ['state', 'city', 'district', 'town', 'address_detail'].map((name) => field.textOf(row, name))
  return {
    platformOrderId: idText(row.tid),
    name: field.textOf(row, 'name'),
    phone: field.textOf(row, 'mobile') || field.textOf(row, 'phone'),
    address: parts.filter(Boolean).join(' '),
    relayUntil: String(row.privacy_protection) === 'true' ? field.requiredMomentOf(row, 'secret_no_expire_time') : null,
  }
}
