/** Answering buyers (客服消息); what they write comes with the pushes. */
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import { callWechat } from '#server/platforms/weixin/wechat-call.ts'
import { idText } from '#server/platforms/wire/wire-json.ts'

/** The platform takes a request id once, so a repeat is not said twice. */
export async function sendWechatChat(
  connection: Connection,
  message: { requestId: string; buyerKey: string; text: string },
): Promise<{ messageId: string }> {
  const answer = await callWechat(connection, {
    path: 'channels/ec/commkf/sendmsg',
    body: { request_id: message.requestId, open_id: message.buyerKey, msg_type: 'text', text: { content: message.text } },
    canRepeat: true,
  })
  const messageId = idText(answer.msg_id)
  if (messageId === '')
    throw new PlatformFailure('unknown_outcome', 'message-id-missing', 'The WeChat Store answered without an id.')
  return { messageId }
}
