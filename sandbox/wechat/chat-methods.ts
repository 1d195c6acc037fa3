/** What the shop answers its buyers. A request id is taken once: its repeat gets the first answer again. */
import type { World } from '#sandbox/world.ts'
import { type Answer, idIn, isRecord, refuse, type ShopCall, textIn } from './wechat-answer.ts'

export type SentChat = { msg_id: string; shopId: string; openId: string; text: string }
const BAD_PARAMETER = 40097

export function chatMethods(world: World): {
  methods: Record<string, (call: ShopCall) => Answer>
  sent(shopId: string): SentChat[]
} {
  const chats = world.state.table<SentChat>('wechat chats')
  const nextNumber = world.state.counter('wechat chats')
  return {
    sent: (shopId) => [...chats.values()].filter((chat) => chat.shopId === shopId),
    methods: {
      'commkf/sendmsg': ({ shop, body }) => {
        const key = `${shop.id} ${idIn(body, 'request_id')}`
        const known = chats.get(key)
        if (known) return { msg_id: known.msg_id }
        if (textIn(body, 'msg_type') !== 'text' || !isRecord(body.text)) return refuse(BAD_PARAMETER, '沙箱只支持文本消息')
        const chat = {
          msg_id: `kf${nextNumber()}`,
          shopId: shop.id,
          openId: idIn(body, 'open_id'),
          text: textIn(body.text, 'content'),
        }
        chats.set(key, chat)
        return { msg_id: chat.msg_id }
      },
    },
  }
}
