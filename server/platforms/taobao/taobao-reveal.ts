/** Receivers in plain text, through the platform's own call with its own budget. */
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { RevealedReceiver, RevealWish } from '#server/platforms/platform-services.ts'
import { callTop, topRows } from '#server/platforms/top/top-call.ts'
import { understood } from '#server/platforms/top/top-understood.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { idText, isObject, type WireObject } from '#server/platforms/wire/wire-json.ts'

const MOST = ruleValue('taobao', 'revealsPerCall', 'receivers')
/** 客户售后服务: a person looks at it to help the buyer. Parcels go out on the handle and need no plain text. */
const SCENE = '2001'

/**
 * A handle is good until the buyer changes the address; receivers of older ones are left out. When that leaves none, it is a refusal:
 * the order has to be read again first.
 */
export async function revealTaobaoReceivers(connection: Connection, wishes: RevealWish[]): Promise<RevealedReceiver[]> {
  const revealed: RevealedReceiver[] = []
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
    revealed.push(
      ...rows
        .filter(({ matched }) => String(matched) !== 'false')
        .map((row) => understood(`Receiver of ${idText(row.tid)}`, () => receiverOf(row))),
    )
  }
  if (revealed.length === 0 && wishes.length > 0)
    throw new PlatformFailure(
      'refused',
      'handle-outdated',
      'The address has changed since the order was read. Read the order again.',
    )
  return revealed
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
