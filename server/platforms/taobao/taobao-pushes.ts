/** Taobao's message queue (TMC), polled: messages come again until they are confirmed, in any order. */
import { ruleValue } from '#kernel/rule-packs.ts'
import type { Connection, PushNotice } from '#server/platforms/platform.ts'
import { callTop, topRows } from '#server/platforms/top/top-call.ts'
import { idText, isObject, readObject } from '#server/platforms/wire/wire-json.ts'
import { permitOnce } from './taobao-subscription.ts'

const GROUP = 'default'
/** The gateway's own limit for one call. */
const MOST_PER_CALL = ruleValue('taobao', 'messagesPerCall', 'messages')

/**
 * The queue belongs to the app, not to one shop: a notice names its shop, and one poll per app serves all of them. Messages that
 * speak of no order (items, broken content) are confirmed here: they have no reader, and unread they would come back for ever.
 */
export async function consumeTaobaoPushes(connection: Connection, limit: number): Promise<PushNotice[]> {
  await permitOnce(connection)
  const answer = await callTop(connection, {
    method: 'taobao.tmc.messages.consume',
    params: { group_name: GROUP, quantity: String(Math.min(limit, MOST_PER_CALL)) },
    canRepeat: true,
    withSession: false,
  })
  const notices: PushNotice[] = []
  const unrelated: string[] = []
  for (const message of topRows(answer, 'messages', 'tmc_message')) {
    if (!isObject(message)) continue
    const ack = idText(message.id)
    const platformOrderId = orderOf(message.content)
    if (platformOrderId === '') unrelated.push(ack)
    else notices.push({ platformShopId: idText(message.user_id), platformOrderId, ack })
  }
  await acknowledgeTaobaoPushes(connection, unrelated)
  return notices
}

export async function acknowledgeTaobaoPushes(connection: Connection, acks: string[]): Promise<void> {
  for (let start = 0; start < acks.length; start += MOST_PER_CALL) {
    await callTop(connection, {
      method: 'taobao.tmc.messages.confirm',
      params: { group_name: GROUP, s_message_ids: acks.slice(start, start + MOST_PER_CALL).join(',') },
      canRepeat: true,
      withSession: false,
    })
  }
}

/** The order a message's content (JSON inside JSON) speaks of; '' when none. */
function orderOf(content: unknown): string {
  const subject = typeof content === 'string' ? readObject(content) : null
  return idText(subject?.tid)
}
