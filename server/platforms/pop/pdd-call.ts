/** One call to Pinduoduo's gateway: signed form out, unwrapped answer in, every failure a PlatformFailure. */
import type { AppConnection, Connection } from '#server/platforms/platform.ts'
import { postForm, type WireReply } from '#server/platforms/wire/post.ts'
import { failureFromForeignReply } from '#server/platforms/wire/transport-failure.ts'
import { isObject, readObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { failureFromPddError } from './pdd-failure.ts'
import { routerUrl } from './pdd-hosts.ts'
import { signPdd } from './pdd-sign.ts'

/** The name of an answer cannot be derived from the type of the call. Source: the platform's reference of each type. */
const ANSWERS = {
  'pdd.order.number.list.increment.get': 'order_sn_increment_get_response',
  'pdd.order.information.get': 'order_info_get_response',
  'pdd.order.note.update': 'response',
  'pdd.order.merge.ship.order.group': 'order_merge_ship_order_group_response',
  'pdd.order.upload.extra.logistics': 'upload_extra_logistics_response',
  'pdd.logistics.companies.get': 'logistics_companies_get_response',
  'pdd.logistics.online.send': 'logistics_online_send_response',
  'pdd.refund.list.increment.get': 'refund_increment_get_response',
  'pdd.goods.list.get': 'goods_list_get_response',
  'pdd.goods.detail.get': 'goods_detail_get_response',
  'pdd.goods.quantity.update': 'goods_quantity_update_response',
  'pdd.open.decrypt.batch': 'open_decrypt_batch_response',
  'pdd.waybill.get': 'pdd_waybill_get_response',
  'pdd.waybill.cancel': 'pdd_waybill_cancel_response',
  'pdd.cloudprint.stdtemplates.get': 'pdd_cloudprint_stdtemplates_get_response',
  'pdd.pmc.user.permit': 'pmc_user_permit_response',
  'pdd.pop.auth.token.create': 'pop_auth_token_create_response',
  'pdd.pop.auth.token.refresh': 'pop_auth_token_refresh_response',
} as const
export type PddCall = {
  type: keyof typeof ANSWERS
  /** Business parameters; objects as JSON text. */
  params: Readonly<Record<string, string>>
  /** Reading, or repeating it changes nothing: a lost reply is then a plain retry. */
  canRepeat: boolean
}

/** Performs the call for a shop. Throws PlatformFailure. */
export const callPdd = (connection: Connection, call: PddCall): Promise<WireObject> =>
  perform(connection, call, { access_token: connection.accessToken })

/** Performs a call that belongs to the app and to no shop. Throws PlatformFailure. */
export const callPddAsApp = (connection: AppConnection, call: PddCall): Promise<WireObject> => perform(connection, call, {})

async function perform(connection: AppConnection, call: PddCall, token: Record<string, string>): Promise<WireObject> {
  const form: Record<string, string> = {
    ...call.params,
    ...token,
    type: call.type,
    client_id: connection.appKey,
    timestamp: String(Math.floor(connection.now() / 1000)),
    data_type: 'JSON',
    version: 'V1',
  }
  form.sign = signPdd(form, connection.appSecret)
  const reply = await postForm(connection, routerUrl(connection.gatewayUrl), form, call.canRepeat)
  return unwrapped(reply, call, connection.now())
}

function unwrapped({ text, httpStatus }: WireReply, { type, canRepeat }: PddCall, nowMs: number): WireObject {
  const reply = readObject(text)
  if (!reply) throw failureFromForeignReply(httpStatus, canRepeat)
  if (isObject(reply.error_response)) throw failureFromPddError(reply.error_response, nowMs, canRepeat)
  const answer = reply[ANSWERS[type]] ?? onlyAnswer(reply)
  if (!isObject(answer)) throw failureFromForeignReply(httpStatus, canRepeat)
  return answer
}

/** References and clients disagree on some names: an answer that is alone in the reply is the one. */
function onlyAnswer(reply: WireObject): unknown {
  const answers = Object.keys(reply).filter((name) => name.endsWith('response'))
  return answers.length === 1 && answers[0] !== undefined ? reply[answers[0]] : undefined
}
