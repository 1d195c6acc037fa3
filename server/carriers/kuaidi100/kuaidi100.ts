/** Kuaidi100 (快递100): tracing, asked and pushed. */
import { CarrierFailure, carrierFailureFrom } from '#server/carriers/carrier.ts'
import { carrierCalled, nameAt } from '#server/carriers/couriers.ts'
import type { Trace, TraceEvent, TraceReceipt, TraceWish, TrackerAdapter, TrackerConnection } from '#server/carriers/tracker.ts'
import { PlatformFailure, type PushReply, type PushRequest } from '#server/platforms/platform.ts'
import { isoFromBeijingTime } from '#server/platforms/wire/beijing-time.ts'
import { postForm } from '#server/platforms/wire/post.ts'
import { failureFromForeignReply } from '#server/platforms/wire/transport-failure.ts'
import { isObject, readObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { signKuaidi100Push, signKuaidi100Query } from './kuaidi100-sign.ts'
import { stateOfKuaidi100, stateOfWord } from './kuaidi100-states.ts'

export const kuaidi100Tracker: TrackerAdapter = { service: 'kuaidi100', query, subscribe, receive }

const NOTHING_KNOWN = '500'
const SUBSCRIBED_BEFORE = '501'
/** General knowledge of the service: parameters, signature and key. */
const OUR_ACCOUNT = new Set(['503', '601'])

async function query(connection: TrackerConnection, wish: TraceWish): Promise<Trace | null> {
  const { customer = '', key = '' } = connection.credentials
  const param = JSON.stringify({
    com: companyOf(wish),
    num: wish.waybillNumber,
    phone: wish.phoneTail,
    resultv2: '4',
    show: '0',
    order: 'desc',
  })
  const reply = await post(connection, '/poll/query.do', { customer, param, sign: signKuaidi100Query(param, key, customer) })
  if (reply.result === false || String(reply.status ?? '200') !== '200') {
    const code = String(reply.returnCode ?? reply.status)
    if (code === NOTHING_KNOWN) return null
    throw failureOf(code, reply)
  }
  return readTrace(reply)
}

async function subscribe(connection: TrackerConnection, wish: TraceWish, callbackUrl: string): Promise<void> {
  const { key = '', salt = '' } = connection.credentials
  const param = JSON.stringify({
    company: companyOf(wish),
    number: wish.waybillNumber,
    key,
    parameters: { callbackurl: callbackUrl, salt, phone: wish.phoneTail, resultv2: '4' },
  })
  const reply = await post(connection, '/poll', { schema: 'json', param })
  const code = String(reply.returnCode ?? '')
  if (reply.result !== true && code !== SUBSCRIBED_BEFORE) throw failureOf(code, reply)
}

/** A form with `param` and `sign`; the service repeats what is not answered well. */
function receive(request: PushRequest, { salt = '' }: Readonly<Record<string, string>>): TraceReceipt {
  const form = new URLSearchParams(request.rawBody.toString('utf8'))
  const param = form.get('param') ?? ''
  if (salt === '' || form.get('sign') !== signKuaidi100Push(param, salt))
    return { verdict: 'refused', reason: 'signature', reply: replyOf(false, '500', '签名不正确') }
  const content = readObject(param)
  if (!content) return { verdict: 'refused', reason: 'content', reply: replyOf(false, '500', '内容无法读取') }
  const trace = isObject(content.lastResult) ? readTrace(content.lastResult) : null
  return { verdict: 'genuine', traces: trace ? [trace] : [], reply: replyOf(true, '200', '成功') }
}

/** null = nothing known yet, or a courier that is none of ours. */
function readTrace(reply: WireObject): Trace | null {
  const carrier = carrierCalled('kuaidi100', String(reply.com ?? ''))
  const events = rowsOf(reply.data).flatMap((row) => (isObject(row) ? eventOf(row) : []))
  if (carrier === null || events.length === 0) return null
  events.sort((a, b) => (a.at < b.at ? -1 : 1))
  const serviceState = String(reply.state ?? '')
  const state = stateOfKuaidi100(serviceState)
  // The service has no number for a locker: only the last event tells.
  const isInLocker = state === 'out_for_delivery' && events.at(-1)?.state === 'at_pickup_point'
  return {
    carrier,
    waybillNumber: String(reply.nu ?? ''),
    state: isInLocker ? 'at_pickup_point' : state,
    serviceState,
    events,
  }
}

function eventOf(row: WireObject): TraceEvent[] {
  const at = isoFromBeijingTime(String(row.ftime ?? row.time ?? ''))
  if (at === null) return []
  return [
    { at, text: String(row.context ?? ''), place: String(row.areaName ?? ''), state: stateOfWord(String(row.status ?? '')) },
  ]
}

function companyOf({ carrier }: TraceWish): string {
  const company = nameAt('kuaidi100', carrier)
  if (company === null) throw new CarrierFailure('refused', 'carrier-unmapped', `Kuaidi100 does not trace ${carrier}.`)
  return company
}

async function post(connection: TrackerConnection, path: string, form: Record<string, string>): Promise<WireObject> {
  try {
    const { text, httpStatus } = await postForm(connection, connection.gatewayUrl + path, form, true)
    return readObject(text) ?? Promise.reject(failureFromForeignReply(httpStatus, true))
  } catch (error) {
    throw error instanceof PlatformFailure ? carrierFailureFrom(error) : error
  }
}

function failureOf(code: string, reply: WireObject): CarrierFailure {
  const message = String(reply.message ?? '') || `Kuaidi100 answered ${code}.`
  return new CarrierFailure(OUR_ACCOUNT.has(code) ? 'reauthorise' : 'refused', code, message)
}

function replyOf(result: boolean, returnCode: string, message: string): PushReply {
  const body = JSON.stringify({ result, returnCode, message })
  return { status: 200, contentType: 'application/json;charset=utf-8', body }
}
