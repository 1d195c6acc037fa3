import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { type CarrierConnection, CarrierFailure, type WaybillAnswer, type WaybillRequest } from '#server/carriers/carrier.ts'
import { taobao } from '#server/platforms/taobao/taobao.ts'
import { cainiao } from './cainiao.ts'

let sandbox: Sandbox
let connection: CarrierConnection

before(async () => {
  sandbox = await startSandbox()
  connection = {
    gatewayUrl: sandbox.gatewayUrl,
    appKey: '12345678',
    appSecret: 'sandbox_secret',
    accessToken: 'sandbox_session',
    carrier: 'YTO',
    templateUrl: 'http://cloudprint.cainiao.com/template/standard/278250/1',
    account: {},
    platformUserId: '3900000000000000001',
    now: Date.now,
  }
})
after(() => sandbox.stop())
afterEach(() => sandbox.control.clearFaults())

const sender = {
  name: '仓库',
  phone: '057188888888',
  province: '浙江省',
  city: '金华市',
  district: '义乌市',
  address: '国际商贸城 1 号',
}
let keyCount = 0

/** A parcel of a fresh order, its receiver masked as the platform sends it. */
async function parcel(changes: Partial<WaybillRequest> = {}): Promise<WaybillRequest> {
  const tid = sandbox.control.createOrders(1)[0]?.tid ?? ''
  const order = taobao.readOrder(await taobao.fetchOrder(connection, tid))
  return {
    requestKey: `parcel-${++keyCount}`,
    platformOrderIds: [tid],
    platform: 'taobao',
    sender,
    receiver: order.receiver,
    receiverKey: order.receiverKey,
    items: order.lines.map(({ title, quantity }) => ({ name: title, count: quantity })),
    weightGrams: 350,
    ...changes,
  }
}
const parcels = (count: number) => Promise.all(Array.from({ length: count }, () => parcel()))
const numberOf = (answer: WaybillAnswer | null | undefined) => (answer?.outcome === 'issued' ? answer.waybillNumber : null)
const request = (...requests: WaybillRequest[]) => cainiao.requestWaybills(connection, requests)
const liveWaybills = (tid: string | undefined) =>
  sandbox.control.waybills().filter(({ tids, isCancelled }) => tids.includes(tid ?? '') && !isCancelled)

async function failureOf(act: Promise<unknown>): Promise<CarrierFailure> {
  const error = await act.then(
    () => assert.fail('a failure was expected'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof CarrierFailure, String(error))
  return error
}

test('ten masked parcels get ten numbers, route codes and print data in one call', async () => {
  const requests = await parcels(10)
  sandbox.control.resetCallCounts()
  const answers = await request(...requests)
  assert.deepEqual(
    answers.map(({ requestKey }) => requestKey),
    requests.map(({ requestKey }) => requestKey),
  )
  assert.equal(new Set(answers.map(numberOf)).size, 10)
  for (const answer of answers) {
    assert.ok(answer.outcome === 'issued')
    assert.match(answer.waybillNumber, /^YT\d{13}$/)
    assert.notEqual(answer.routeCode, '')
    assert.equal(JSON.parse(answer.printPayload).templateURL, connection.templateUrl)
  }
  assert.deepEqual(sandbox.control.callCounts(), { 'cainiao.waybill.ii.get': 1 })
})

test('asking again with the same key gives the same number and buys nothing', async () => {
  const one = await parcel()
  const [first] = await request(one)
  const [again] = await request(one)
  assert.deepEqual(again, first)
  assert.equal(liveWaybills(one.platformOrderIds[0]).length, 1)
})

test('another key for the same order is another parcel, and each is found by its own key', async () => {
  const one = await parcel()
  const two = { ...one, requestKey: `${one.requestKey}-b` }
  const [first, second] = await request(one, two)
  assert.notEqual(numberOf(first), numberOf(second))
  const found = await Promise.all(
    [one, two].map(({ requestKey, platformOrderIds }) => cainiao.findWaybill(connection, requestKey, platformOrderIds)),
  )
  assert.deepEqual(found.map(numberOf), [numberOf(first), numberOf(second)])
  assert.equal(await cainiao.findWaybill(connection, 'never-asked', one.platformOrderIds), null)
})

test('a lost answer is unknown; the look-up finds the number, and asking again gives the same', async () => {
  const one = await parcel()
  assert.equal(await cainiao.findWaybill(connection, one.requestKey, one.platformOrderIds), null)
  sandbox.control.setFault({ kind: 'lostReply', target: 'cainiao.waybill.ii.get', times: 1 })
  assert.equal((await failureOf(request(one))).kind, 'unknown_outcome')
  const found = await cainiao.findWaybill(connection, one.requestKey, one.platformOrderIds)
  assert.ok(found?.outcome === 'issued')
  const [again] = await request(one)
  assert.equal(numberOf(again), found.waybillNumber)
  assert.equal(liveWaybills(one.platformOrderIds[0]).length, 1)
})

test('several orders in one parcel share one number', async () => {
  const [one, other] = await parcels(2)
  assert.ok(one && other)
  const [answer] = await request({ ...one, platformOrderIds: [...one.platformOrderIds, ...other.platformOrderIds] })
  const waybill = sandbox.control.waybills().find(({ waybillNumber }) => waybillNumber === numberOf(answer))
  assert.deepEqual(waybill?.tids, [...one.platformOrderIds, ...other.platformOrderIds].sort())
})

test('one address nobody delivers to is refused alone, the others are issued', async () => {
  const requests = await parcels(3)
  const remote = await parcel({
    receiver: {
      name: '张三',
      phone: '13800000000',
      province: '浙江省',
      city: '舟山市',
      district: '嵊泗县',
      town: '',
      address: '无人岛 1 号',
      zip: '',
    },
  })
  sandbox.control.setFault({ kind: 'courierRefuses', addressPart: '无人岛' })
  const answers = await request(...requests, remote)
  assert.deepEqual(
    answers.map(({ outcome }) => outcome),
    ['issued', 'issued', 'issued', 'refused'],
  )
  assert.deepEqual(answers[3], {
    requestKey: remote.requestKey,
    outcome: 'refused',
    carrierCode: 'isv.waybill-service-error:ADDRESS_UNREACHABLE',
    message: 'Remote service error: 收件地址超出派送范围',
  })
})

test('one parcel so broken that the whole call is refused does not keep the others from their numbers', async () => {
  const [one, two] = await parcels(2)
  assert.ok(one && two)
  const broken = await parcel()
  const answers = await request(one, { ...broken, receiver: { ...broken.receiver, address: '' } }, two)
  assert.deepEqual(
    answers.map(({ outcome }) => outcome),
    ['issued', 'refused', 'issued'],
  )
  assert.equal(liveWaybills(one.platformOrderIds[0]).length, 1)
})

test('a parcel the carrier was too busy for is asked for once more before it counts as refused', async () => {
  const requests = await parcels(4)
  sandbox.control.setFault({ kind: 'courierPartial', times: 1 })
  assert.deepEqual(
    (await request(...requests)).map(({ outcome }) => outcome),
    ['issued', 'issued', 'issued', 'issued'],
  )
  const later = await parcels(2)
  sandbox.control.setFault({ kind: 'courierPartial' })
  assert.deepEqual(
    (await request(...later)).map((answer) => answer.outcome === 'refused' && answer.carrierCode),
    ['SYSTEM_BUSY', 'SYSTEM_BUSY'],
  )
  assert.equal((await failureOf(request(...later.slice(0, 1)))).kind, 'retry')
})

test('a masked receiver without its handle is refused', async () => {
  const [answer] = await request(await parcel({ receiverKey: '' }))
  assert.deepEqual(
    [answer?.outcome, answer?.outcome === 'refused' && answer.carrierCode],
    ['refused', 'isv.waybill-service-error:RECIPIENT_MASKED'],
  )
})

test('parcels from two senders go out in two calls and come back in order', async () => {
  const [one, two, three] = await parcels(3)
  assert.ok(one && two && three)
  sandbox.control.resetCallCounts()
  const answers = await request(one, { ...two, sender: { ...sender, name: '二号仓', phone: '13900000000' } }, three)
  assert.deepEqual(
    answers.map(({ requestKey, outcome }) => [requestKey, outcome]),
    [one, two, three].map(({ requestKey }) => [requestKey, 'issued']),
  )
  assert.deepEqual(sandbox.control.callCounts(), { 'cainiao.waybill.ii.get': 2 })
})

test('a cancelled number is found no more, and the same key then buys a fresh one', async () => {
  const one = await parcel()
  const [first] = await request(one)
  await cainiao.cancelWaybill(connection, numberOf(first) ?? '', 'key')
  assert.equal(await cainiao.findWaybill(connection, one.requestKey, one.platformOrderIds), null)
  const [fresh] = await request(one)
  assert.notEqual(numberOf(fresh), numberOf(first))
  assert.equal((await failureOf(cainiao.cancelWaybill(connection, 'YT0000000000000', 'key'))).kind, 'refused')
})

test('a failure says what to do: wait, try again, authorise anew', async () => {
  const one = await parcel()
  sandbox.control.setFault({ kind: 'rateLimit', callsPerSecond: 0, banSeconds: 20 })
  const limited = await failureOf(request(one))
  assert.equal(limited.kind, 'wait')
  assert.ok(Date.parse(limited.retryAt ?? '') > Date.now() + 15_000)
  sandbox.control.clearFaults()
  sandbox.control.setFault({ kind: 'error' })
  assert.equal((await failureOf(request(one))).kind, 'retry')
  sandbox.control.clearFaults()
  sandbox.control.setFault({ kind: 'tokenExpired' })
  assert.equal((await failureOf(request(one))).kind, 'reauthorise')
  assert.deepEqual(liveWaybills(one.platformOrderIds[0]), [])
})

test('a carrier Cainiao does not know is refused before anything is sent', async () => {
  sandbox.control.resetCallCounts()
  const failure = await failureOf(
    cainiao.requestWaybills({ ...connection, carrier: 'PIGEON' }, [{ ...({} as WaybillRequest), requestKey: 'k', sender }]),
  )
  assert.deepEqual([failure.kind, failure.carrierCode, sandbox.control.callCounts()], ['refused', 'carrier-unmapped', {}])
})
