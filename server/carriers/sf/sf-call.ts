/** One call to SF's open platform (顺丰丰桥): a signed form out, the inner answer in. */
import { randomUUID } from 'node:crypto'
import { CarrierFailure, carrierFailureFrom } from '#server/carriers/carrier.ts'
import { PlatformFailure } from '#server/platforms/platform.ts'
import { postForm } from '#server/platforms/wire/post.ts'
import { failureFromForeignReply } from '#server/platforms/wire/transport-failure.ts'
import { isObject, readObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { signSf } from './sf-sign.ts'

type SfConnection = { gatewayUrl: string; credentials: Readonly<Record<string, string>>; now: () => number; signal?: AbortSignal }
type SfCall = {
  service:
    | 'EXP_RECE_CREATE_ORDER'
    | 'EXP_RECE_SEARCH_ORDER_RESP'
    | 'EXP_RECE_UPDATE_ORDER'
    | 'EXP_RECE_SEARCH_ROUTES'
    | 'EXP_RECE_REGISTER_ROUTE'
  data: WireObject
  canRepeat: boolean
}
/** What SF says of the business itself: `S0000` = done. */
export type SfAnswer = { isDone: boolean; code: string; message: string; content: WireObject }

const DONE = 'A1000'
const TOO_FAST = 'A1005'
const LIMIT_WAIT_MS = 60_000
/** Partner, address or signature are not accepted: somebody has to look at the account. */
const REFUSED_ACCESS = new Set(['A1003', 'A1004', 'A1006', 'A1011'])
/** SF's own trouble. */
const PASSING = new Set(['S0001', 'S0003', 'A1002', 'A1010'])

/** Throws CarrierFailure for everything outside the business itself. */
export async function callSf(connection: SfConnection, call: SfCall): Promise<SfAnswer> {
  const { partnerId = '', checkWord = '' } = connection.credentials
  const msgData = JSON.stringify(call.data)
  const timestamp = String(connection.now())
  const form = {
    partnerID: partnerId,
    requestID: randomUUID(),
    serviceCode: call.service,
    timestamp,
    msgDigest: signSf(msgData, timestamp, checkWord),
    msgData,
  }
  const reply = await post(connection, form, call.canRepeat)
  const code = String(reply.apiResultCode ?? '')
  if (code !== DONE) throw failureOf(connection, code, String(reply.apiErrorMsg ?? ''))
  const answer = readObject(String(reply.apiResultData ?? '')) ?? {}
  const inner = String(answer.errorCode ?? '')
  if (PASSING.has(inner)) throw new CarrierFailure('retry', inner, String(answer.errorMsg ?? inner))
  return {
    isDone: answer.success === true,
    code: inner,
    message: String(answer.errorMsg ?? '') || inner,
    content: isObject(answer.msgData) ? answer.msgData : {},
  }
}

async function post(connection: SfConnection, form: Record<string, string>, canRepeat: boolean): Promise<WireObject> {
  try {
    const { text, httpStatus } = await postForm(connection, `${connection.gatewayUrl}/std/service`, form, canRepeat)
    return readObject(text) ?? Promise.reject(failureFromForeignReply(httpStatus, canRepeat))
  } catch (error) {
    throw error instanceof PlatformFailure ? carrierFailureFrom(error) : error
  }
}

function failureOf(connection: SfConnection, code: string, words: string): CarrierFailure {
  const message = words || `SF answered ${code}.`
  if (code === TOO_FAST)
    return new CarrierFailure('wait', code, message, new Date(connection.now() + LIMIT_WAIT_MS).toISOString())
  if (PASSING.has(code)) return new CarrierFailure('retry', code, message)
  return new CarrierFailure(REFUSED_ACCESS.has(code) ? 'reauthorise' : 'refused', code, message)
}
