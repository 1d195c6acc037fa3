/** Tracing by KDNiao: asked (1002), subscribed (1008) and pushed. */
import { CarrierFailure } from '#server/carriers/carrier.ts'
import { carrierCalled, nameAt } from '#server/carriers/couriers.ts'
import type { Trace, TraceEvent, TraceReceipt, TraceWish, TrackerConnection } from '#server/carriers/tracker.ts'
import type { PushReply, PushRequest } from '#server/platforms/platform.ts'
import { beijingTimeOf, isoFromBeijingTime } from '#server/platforms/wire/beijing-time.ts'
import { isObject, readObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { callKdniao, reasonOf, resultCode } from './kdniao-call.ts'
import { signKdniao } from './kdniao-sign.ts'
import { stateOfKdniao } from './kdniao-states.ts'

export async function queryKdniao(connection: TrackerConnection, wish: TraceWish): Promise<Trace | null> {
  const reply = await callKdniao(connection, {
    path: '/Ebusiness/EbusinessOrderHandle.aspx',
    requestType: '1002',
    data: wordsOf(wish),
    canRepeat: true,
  })
  if (reply.Success !== true) throw new CarrierFailure('refused', resultCode(reply), reasonOf(reply))
  return readTrace(reply)
}

export async function subscribeKdniao(connection: TrackerConnection, wish: TraceWish): Promise<void> {
  const reply = await callKdniao(connection, { path: '/api/dist', requestType: '1008', data: wordsOf(wish), canRepeat: true })
  if (reply.Success !== true) throw new CarrierFailure('refused', resultCode(reply), reasonOf(reply))
}

function wordsOf({ carrier, waybillNumber, phoneTail }: TraceWish): WireObject {
  const ShipperCode = nameAt('kdniao', carrier)
  if (ShipperCode === null) throw new CarrierFailure('refused', 'carrier-unmapped', `KDNiao does not trace ${carrier}.`)
  return { OrderCode: '', ShipperCode, LogisticCode: waybillNumber, ...(phoneTail === '' ? {} : { CustomerName: phoneTail }) }
}

/** null = nothing known yet, or a courier that is none of ours. */
function readTrace(reply: WireObject): Trace | null {
  const carrier = carrierCalled('kdniao', String(reply.ShipperCode ?? ''))
  const events = rowsOf(reply.Traces).flatMap((row) => (isObject(row) ? eventOf(row) : []))
  if (carrier === null || events.length === 0) return null
  const [state, stateEx] = [String(reply.State ?? ''), String(reply.StateEx ?? '')]
  return {
    carrier,
    waybillNumber: String(reply.LogisticCode ?? ''),
    state: stateOfKdniao(state, stateEx),
    serviceState: stateEx || state,
    events: events.sort((a, b) => (a.at < b.at ? -1 : 1)),
  }
}

function eventOf(row: WireObject): TraceEvent[] {
  const at = isoFromBeijingTime(String(row.AcceptTime ?? ''))
  if (at === null) return []
  const action = String(row.Action ?? '')
  return [
    {
      at,
      text: String(row.AcceptStation ?? ''),
      place: String(row.Location ?? ''),
      state: action === '' ? null : stateOfKdniao('', action),
    },
  ]
}

/** A form with RequestData and DataSign; the service repeats what is not answered with Success. */
export function receiveKdniao(request: PushRequest, credentials: Readonly<Record<string, string>>): TraceReceipt {
  const form = new URLSearchParams(request.rawBody.toString('utf8'))
  const { businessId = '', apiKey = '' } = credentials
  const data = form.get('RequestData') ?? ''
  const isGenuine = apiKey !== '' && form.get('DataSign') === signKdniao(data, apiKey)
  const content = isGenuine ? readObject(data) : null
  if (!isGenuine) return { verdict: 'refused', reason: 'signature', reply: replyOf(businessId, '签名不正确') }
  if (!content) return { verdict: 'refused', reason: 'content', reply: replyOf(businessId, '内容无法读取') }
  const traces = rowsOf(content.Data).flatMap((row) => (isObject(row) ? (readTrace(row) ?? []) : []))
  return { verdict: 'genuine', traces, reply: replyOf(businessId, '') }
}

function replyOf(EBusinessID: string, Reason: string): PushReply {
  const body = JSON.stringify({ EBusinessID, UpdateTime: beijingTimeOf(Date.now()), Success: Reason === '', Reason })
  return { status: 200, contentType: 'application/json;charset=utf-8', body }
}
