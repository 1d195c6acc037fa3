/** Plain receivers, one order a call; a shop has thirty a day unless it was given more. */
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { RevealedReceiver, RevealWish } from '#server/platforms/platform-services.ts'
import { callWechat } from '#server/platforms/weixin/wechat-call.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { isObject } from '#server/platforms/wire/wire-json.ts'
import { wechatPhoneOf, wechatStreetOf } from './wechat-order.ts'

/** Each look costs of the day's share: what was revealed before a failure is answered, the rest can be asked again. */
export async function revealWechatReceivers(connection: Connection, wishes: RevealWish[]): Promise<RevealedReceiver[]> {
  const revealed: RevealedReceiver[] = []
  for (const { platformOrderId } of wishes) {
    try {
      revealed.push(await reveal(connection, platformOrderId))
    } catch (error) {
      if (revealed.length === 0) throw error
      return revealed
    }
  }
  return revealed
}

async function reveal(connection: Connection, platformOrderId: string): Promise<RevealedReceiver> {
  const { address_info: address } = await callWechat(connection, {
    path: 'channels/ec/order/sensitiveinfo/decode',
    body: { order_id: platformOrderId },
    canRepeat: true,
  })
  if (!isObject(address))
    throw new PlatformFailure('refused', 'address-missing', `The WeChat Store told no receiver of ${platformOrderId}.`)
  return {
    platformOrderId,
    name: field.textOf(address, 'user_name'),
    address: wechatStreetOf(address),
    ...wechatPhoneOf(address),
  }
}
