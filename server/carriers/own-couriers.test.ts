/** Couriers with accounts of one's own, against their services in the sandbox. */
import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { sandboxKdniao } from '#sandbox/kdniao/kdniao-service.ts'
import { sandboxKuaidi100 } from '#sandbox/kuaidi100/kuaidi100-service.ts'
import { startSandbox } from '#sandbox/sandbox.ts'
import { sandboxSf } from '#sandbox/sf/sf-service.ts'
import { type CarrierAdapter, type CarrierConnection, CarrierFailure, type WaybillRequest } from './carrier.ts'
import { kdniao, kdniaoTracker } from './kdniao/kdniao.ts'
import { kuaidi100Tracker } from './kuaidi100/kuaidi100.ts'
import { sf } from './sf/sf.ts'
import { sfTracker } from './sf/sf-routes.ts'
import type { TrackerAdapter } from './tracker.ts'

const HOUR_MS = 3_600_000
let nowMs = Date.now()
const sandbox = await startSandbox({ now: () => nowMs })
after(() => sandbox.stop())
afterEach(() => sandbox.control.clearFaults())

type Courier = { adapter: CarrierAdapter; carrier: string; account: Record<string, string>; name: string }
const couriers: readonly Courier[] = [
  { adapter: kdniao, carrier: 'YTO', account: { ...sandboxKdniao, customerName: 'K1' }, name: 'kdniao' },
  { adapter: sf, carrier: 'SF', account: { ...sandboxSf, monthlyCard: '7551234567' }, name: 'sf' },
]
const connectionTo = ({ carrier, account, name }: Courier): CarrierConnection => ({
  ...{ gatewayUrl: sandbox.services[name] ?? '', appKey: '', appSecret: '', accessToken: '', carrier, account },
  ...{ templateUrl: '', platformUserId: '', now: () => nowMs },
})
let count = 0
const place = { province: '上海', city: '上海市', district: '闵行区', address: '剑川路 1 号' }
const aRequest = (receiver = place): WaybillRequest => ({
  ...{ requestKey: `key-${++count}`, platformOrderIds: [`${count}`], platform: 'file', receiverKey: '', weightGrams: 500 },
  sender: {
    name: '掌柜',
    phone: '13800000000',
    province: '浙江省',
    city: '杭州市',
    district: '余杭区',
    address: '文一西路 1 号',
  },
  receiver: { name: '王芳', phone: '13900000001', town: '', zip: '', ...receiver },
  items: [{ name: 'T恤 大码', count: 2 }],
})
const failureOf = (act: Promise<unknown>): Promise<CarrierFailure> =>
  act.then(
    () => assert.fail('a failure was expected'),
    (error: unknown) => (error instanceof CarrierFailure ? error : assert.fail(String(error))),
  )

for (const courier of couriers) {
  const { adapter, name } = courier
  const ask = (request: WaybillRequest) => adapter.requestWaybills(connectionTo(courier), [request])

  test(`${name}: one key is one number, however often it is asked for`, async () => {
    const request = aRequest()
    const [first] = await ask(request)
    assert.ok(first?.outcome === 'issued' && first.waybillNumber !== '' && first.routeCode !== '')
    const [again] = await ask(request)
    assert.ok(again?.outcome === 'issued')
    assert.equal(again.waybillNumber, first.waybillNumber)
    const [other] = await ask(aRequest())
    assert.ok(other?.outcome === 'issued' && other.waybillNumber !== first.waybillNumber)
  })

  test(`${name}: an answer that got lost is found again and buys nothing twice`, async () => {
    const request = aRequest()
    sandbox.control.setFault({ kind: 'outage', times: 1 })
    assert.equal((await failureOf(ask(request))).kind, 'retry')
    const [issued] = await ask(request)
    assert.ok(issued?.outcome === 'issued')
    const found = await adapter.findWaybill(connectionTo(courier), request.requestKey, request.platformOrderIds)
    if (found) assert.ok(found.outcome === 'issued' && found.waybillNumber === issued.waybillNumber)
    assert.equal(sandbox.control.waybills().filter(({ tids }) => tids.includes(request.requestKey)).length, 1)
  })

  test(`${name}: a region it does not serve is refused in its words`, async () => {
    sandbox.control.setFault({ kind: 'courierRefuses', addressPart: '新疆' })
    const [refused] = await ask(aRequest({ ...place, province: '新疆维吾尔自治区', city: '乌鲁木齐市' }))
    assert.ok(refused?.outcome === 'refused' && /派送/.test(refused.message))
  })

  test(`${name}: a number is given back by the key it was asked with`, async () => {
    const request = aRequest()
    const [issued] = await ask(request)
    assert.ok(issued?.outcome === 'issued')
    await adapter.cancelWaybill(connectionTo(courier), issued.waybillNumber, request.requestKey)
    assert.equal(sandbox.control.waybills().find((each) => each.waybillNumber === issued.waybillNumber)?.isCancelled, true)
  })

  test(`${name}: a wrong key of ours asks for the account to be looked at`, async () => {
    const wrong = { ...connectionTo(courier), account: { ...courier.account, apiKey: 'x', checkWord: 'x' } }
    assert.equal((await failureOf(adapter.requestWaybills(wrong, [aRequest()]))).kind, 'reauthorise')
  })
}

const trackers: readonly { tracker: TrackerAdapter; carrier: string; number: string; credentials: Record<string, string> }[] = [
  { tracker: kdniaoTracker, carrier: 'YTO', number: 'YT0000000000777', credentials: sandboxKdniao },
  { tracker: sfTracker, carrier: 'SF', number: 'SF0000000000777', credentials: { ...sandboxSf, pushSecret: 'p' } },
  { tracker: kuaidi100Tracker, carrier: 'ZTO', number: '78000000000777', credentials: { ...sandboxKuaidi100, salt: 'salt' } },
]
for (const { tracker, carrier, number, credentials } of trackers) {
  const connection = { gatewayUrl: sandbox.services[tracker.service] ?? '', credentials, now: () => nowMs }
  const wish = { carrier, waybillNumber: number, phoneTail: '0001' }

  test(`${tracker.service}: a parcel is followed from the first scan to the door`, async () => {
    assert.equal(await tracker.query(connection, wish), null)
    sandbox.control.setJourney(number)
    const states: string[] = []
    for (const hours of [0, 10, 11, 3]) {
      nowMs += hours * HOUR_MS
      states.push((await tracker.query(connection, wish))?.state ?? '')
    }
    assert.deepEqual(states, ['picked_up', 'in_transit', 'out_for_delivery', 'delivered'])
    const trace = await tracker.query(connection, wish)
    assert.ok(trace && trace.events.length === 5 && trace.carrier === carrier && trace.waybillNumber === number)
    assert.deepEqual(
      trace.events.map(({ at }) => at),
      trace.events.map(({ at }) => at).toSorted(),
    )
  })

  test(`${tracker.service}: refused, damaged and at the locker are told apart`, async () => {
    const states = new Map<string, string>()
    for (const kind of ['refused', 'damaged', 'locker'] as const) {
      const waybillNumber = `${number}${kind.length}`
      sandbox.control.setJourney(waybillNumber, kind)
      nowMs += 24 * HOUR_MS
      states.set(kind, (await tracker.query(connection, { ...wish, waybillNumber }))?.state ?? '')
    }
    assert.deepEqual(Object.fromEntries(states), { refused: 'refused', damaged: 'exception', locker: 'at_pickup_point' })
  })
}

for (const { tracker, carrier, credentials } of trackers.filter(({ tracker: { service } }) => service !== 'sf')) {
  test(`${tracker.service}: a push is genuine only as it was signed`, async () => {
    const heard: { query: Record<string, string>; headers: Record<string, string>; rawBody: Buffer; method: 'POST' }[] = []
    const { createServer } = await import('node:http')
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const push = { method: 'POST' as const, query: {}, headers: {}, rawBody: Buffer.concat(chunks) }
      heard.push(push)
      response.end(tracker.receive(push, credentials).reply.body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const url = `http://127.0.0.1:${port}/`
    const number = `${carrier}PUSH0001`
    sandbox.control.setTraceUrl(tracker.service, url)
    sandbox.control.setJourney(number)
    const connection = { gatewayUrl: sandbox.services[tracker.service] ?? '', credentials, now: () => nowMs }
    await tracker.subscribe(connection, { carrier, waybillNumber: number, phoneTail: '' }, url)
    await tracker.subscribe(connection, { carrier, waybillNumber: number, phoneTail: '' }, url)
    assert.equal(await sandbox.control.sendTraces(), 1)
    assert.equal(await sandbox.control.sendTraces(), 0, 'nothing new, nothing told')
    const [push] = heard
    assert.ok(push)
    const receipt = tracker.receive(push, credentials)
    assert.ok(receipt.verdict === 'genuine')
    assert.deepEqual(
      receipt.traces.map((trace) => [trace.carrier, trace.waybillNumber, trace.state]),
      [[carrier, number, 'picked_up']],
    )
    const forged = { ...push, rawBody: Buffer.from(push.rawBody.toString().replace(number, `${carrier}PUSH0002`)) }
    assert.equal(tracker.receive(forged, credentials).verdict, 'refused')
    server.close()
    server.closeAllConnections()
  })
}
