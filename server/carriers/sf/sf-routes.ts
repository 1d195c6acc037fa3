/** Tracing SF's own parcels (路由). */
import { CarrierFailure } from '#server/carriers/carrier.ts'
import type {
  ParcelState,
  Trace,
  TraceEvent,
  TraceReceipt,
  TraceWish,
  TrackerAdapter,
  TrackerConnection,
} from '#server/carriers/tracker.ts'
import type { PushRequest } from '#server/platforms/platform.ts'
import { isoFromBeijingTime } from '#server/platforms/wire/beijing-time.ts'
import { isObject, readObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { callSf } from './sf-call.ts'

/** Operation codes of SF; general knowledge of the service, to be checked with a real account. */
const STATES: ReadonlyMap<string, ParcelState> = new Map([
  ['50', 'picked_up'],
  ['54', 'picked_up'],
  ['30', 'in_transit'],
  ['31', 'in_transit'],
  ['36', 'in_transit'],
  ['44', 'out_for_delivery'],
  ['204', 'out_for_delivery'],
  ['125', 'at_pickup_point'],
  ['80', 'delivered'],
  ['8000', 'delivered'],
  ['33', 'exception'],
  ['70', 'exception'],
  ['77', 'refused'],
  ['99', 'returning'],
  ['648', 'forwarded'],
])
const LEAVES_NO_STATE: ParcelState = 'in_transit'

export const sfTracker: TrackerAdapter = { service: 'sf', query, subscribe, receive }

async function query(connection: TrackerConnection, wish: TraceWish): Promise<Trace | null> {
  const { isDone, code, message, content } = await callSf(connection, {
    service: 'EXP_RECE_SEARCH_ROUTES',
    data: {
      language: 'zh-CN',
      trackingType: '1',
      trackingNumber: [wish.waybillNumber],
      methodType: '1',
      ...(wish.phoneTail === '' ? {} : { checkPhoneNo: wish.phoneTail }),
    },
    canRepeat: true,
  })
  if (!isDone) throw new CarrierFailure('refused', code, message)
  const [found] = rowsOf(content.routeResps).filter(isObject)
  return found ? traceOf(wish.waybillNumber, rowsOf(found.routes)) : null
}

async function subscribe(connection: TrackerConnection, wish: TraceWish): Promise<void> {
  const { isDone, code, message } = await callSf(connection, {
    service: 'EXP_RECE_REGISTER_ROUTE',
    data: {
      type: '2',
      attributeNo: wish.waybillNumber,
      ...(wish.phoneTail === '' ? {} : { checkPhoneNo: wish.phoneTail }),
    },
    canRepeat: true,
  })
  if (!isDone) throw new CarrierFailure('refused', code, message)
}

/** SF pushes routes as plain JSON to an address that only it knows; the address itself is the secret. */
function receive(request: PushRequest, { pushSecret = '' }: Readonly<Record<string, string>>): TraceReceipt {
  const reply = (code: string, msg: string) => ({
    status: 200,
    contentType: 'application/json;charset=utf-8',
    body: JSON.stringify({ return_code: code, return_msg: msg }),
  })
  if (pushSecret === '' || request.query.secret !== pushSecret)
    return { verdict: 'refused', reason: 'secret', reply: reply('1000', '地址不正确') }
  const content = readObject(request.rawBody.toString('utf8'))
  const body = isObject(content?.Body) ? content.Body : null
  if (!body) return { verdict: 'refused', reason: 'content', reply: reply('1000', '内容无法读取') }
  const routes = rowsOf(body.WaybillRoute).filter(isObject)
  const traces = [...Map.groupBy(routes, ({ mailno }) => String(mailno ?? ''))].flatMap(
    ([number, rows]) => traceOf(number, rows) ?? [],
  )
  return { verdict: 'genuine', traces, reply: reply('0000', '成功') }
}

function traceOf(waybillNumber: string, rows: readonly unknown[]): Trace | null {
  const events = rows.flatMap((row) => (isObject(row) ? eventOf(row) : [])).sort((a, b) => (a.event.at < b.event.at ? -1 : 1))
  const last = events.findLast(({ event }) => event.state !== null) ?? events.at(-1)
  if (!last) return null
  return {
    carrier: 'SF',
    waybillNumber,
    state: last.event.state ?? LEAVES_NO_STATE,
    serviceState: last.opCode,
    events: events.map(({ event }) => event),
  }
}

function eventOf(row: WireObject): { event: TraceEvent; opCode: string }[] {
  const at = isoFromBeijingTime(String(row.acceptTime ?? ''))
  if (at === null) return []
  const opCode = String(row.opCode ?? row.opcode ?? '')
  const event = {
    at,
    text: String(row.remark ?? ''),
    place: String(row.acceptAddress ?? ''),
    state: STATES.get(opCode) ?? null,
  }
  return [{ event, opCode }]
}
