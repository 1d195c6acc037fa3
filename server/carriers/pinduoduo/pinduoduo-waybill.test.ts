import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { type CarrierConnection, CarrierFailure, type WaybillAnswer, type WaybillRequest } from '#server/carriers/carrier.ts'
import { pinduoduo } from '#server/platforms/pinduoduo/pinduoduo.ts'
import { pinduoduoUnderTest } from '#server/platforms/pinduoduo/testing/pinduoduo-bench.ts'
import { startBench } from '#server/platforms/testing/contract-bench.ts'
import { pinduoduoWaybill } from './pinduoduo-waybill.ts'

const bench = await startBench(pinduoduoUnderTest)
const { control } = bench.sandbox
const { shopId, connection: shop } = await bench.openShop()
const connection: CarrierConnection = { ...shop, carrier: 'YTO', templateUrl: '', account: {}, platformUserId: shopId }
afterEach(() => control.clearFaults())
after(() => bench.stop())

const sender = {
  name: '仓库',
  phone: '057188888888',
  province: '浙江省',
  city: '金华市',
  district: '义乌市',
  address: '国际商贸城 1 号',
}
let keyCount = 0

/** A parcel of a fresh order, its receiver masked as the platform shows it. */
async function parcel(changes: Partial<WaybillRequest> = {}): Promise<WaybillRequest> {
  const tid = control.createOrders(1, { shopId })[0]?.tid ?? ''
  const order = pinduoduo.readOrder(await pinduoduo.fetchOrder(shop, tid))
  return {
    requestKey: `parcel-${++keyCount}`,
    platformOrderIds: [tid],
    platform: 'pinduoduo',
    sender,
    receiver: order.receiver,
    receiverKey: order.receiverKey,
    items: order.lines.map(({ title, quantity }) => ({ name: title, count: quantity })),
    weightGrams: 350,
    ...changes,
  }
}
const parcels = (count: number) => Promise.all(Array.from({ length: count }, () => parcel()))
const request = (...requests: WaybillRequest[]) => pinduoduoWaybill.requestWaybills(connection, requests)
const numberOf = (answer: WaybillAnswer | undefined) => (answer?.outcome === 'issued' ? answer.waybillNumber : undefined)
async function failureOf(act: Promise<unknown>): Promise<CarrierFailure> {
  const error = await act.then(
    () => assert.fail('a failure was expected'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof CarrierFailure, String(error))
  return error
}

test('ten masked parcels get ten numbers and sorting codes in one call; their receivers travel by cipher texts', async () => {
  const requests = await parcels(10)
  control.resetCallCounts()
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
    assert.notEqual(answer.printPayload, '')
  }
  const { 'pdd.waybill.get': asked, 'pdd.order.information.get': looked } = control.callCounts()
  assert.deepEqual([asked, looked], [1, 10])
})

test('the template is the platform’s own and asked for once', async () => {
  control.resetCallCounts()
  const other = { ...connection, carrier: 'ZTO' }
  await pinduoduoWaybill.requestWaybills(other, [await parcel()])
  await pinduoduoWaybill.requestWaybills(other, [await parcel()])
  assert.equal(control.callCounts()['pdd.cloudprint.stdtemplates.get'], 1)
})

test('asking again with the same key gives the same number, also after an answer that was lost', async () => {
  const wish = await parcel()
  control.setFault({ kind: 'lostReply', target: 'pdd.waybill.get', times: 1 })
  assert.equal((await failureOf(request(wish))).kind, 'unknown_outcome')
  assert.equal(await pinduoduoWaybill.findWaybill(connection, wish.requestKey, wish.platformOrderIds), null)
  const first = numberOf((await request(wish))[0])
  assert.equal(numberOf((await request(wish))[0]), first)
  assert.equal(control.waybills().filter(({ tids }) => tids.includes(wish.platformOrderIds[0] ?? '')).length, 1)
})

test('one bad parcel does not keep the others from their numbers', async () => {
  const [good, bad, other] = [await parcel(), await parcel({ items: [] }), await parcel()]
  const answers = await request(good, bad, other)
  assert.deepEqual(
    answers.map(({ outcome }) => outcome),
    ['issued', 'refused', 'issued'],
  )
})

test('an address nobody delivers to is refused with the platform’s words', async () => {
  control.setFault({ kind: 'courierRefuses', addressPart: '' })
  const [answer] = await request(await parcel())
  assert.ok(answer?.outcome === 'refused')
  assert.match(answer.message, /收件地址超出派送范围/)
})

test('an order that was shipped or is under review has no cipher texts, and its parcel is refused alone', async () => {
  const [held, open] = [await parcel(), await parcel()]
  control.forbidShipping(held.platformOrderIds[0] ?? '')
  const answers = await request(held, open)
  assert.deepEqual(
    answers.map((answer) => (answer.outcome === 'refused' ? answer.carrierCode : answer.outcome)),
    ['no-cipher-texts', 'issued'],
  )
})

test('a plain receiver travels as it is; a masked one of another platform cannot', async () => {
  const receiver = {
    name: '张三',
    phone: '13800000000',
    province: '浙江省',
    city: '杭州市',
    district: '余杭区',
    town: '',
    address: '文一西路 1 号',
    zip: '',
  }
  control.resetCallCounts()
  const [plain] = await request(await parcel({ platform: 'file', platformOrderIds: ['F-1'], receiver }))
  assert.equal(plain?.outcome, 'issued')
  const [masked] = await request(await parcel({ platform: 'taobao', receiver: { ...receiver, name: '张*' } }))
  assert.ok(masked?.outcome === 'refused')
  assert.equal(masked.carrierCode, 'receiver-masked')
})

test('a cancelled number is not given again', async () => {
  const wish = await parcel()
  const first = numberOf((await request(wish))[0]) ?? ''
  await pinduoduoWaybill.cancelWaybill(connection, first, wish.requestKey)
  assert.notEqual(numberOf((await request(wish))[0]), first)
  assert.equal((await failureOf(pinduoduoWaybill.cancelWaybill(connection, 'YT0000000000000', ''))).kind, 'refused')
})

test('failures of the platform are told apart', async () => {
  const wish = await parcel()
  const kindUnder = async (fault: Parameters<typeof control.setFault>[0]) => {
    control.setFault(fault)
    const { kind } = await failureOf(request(wish))
    control.clearFaults()
    return kind
  }
  assert.equal(await kindUnder({ kind: 'tokenExpired' }), 'reauthorise')
  assert.equal(await kindUnder({ kind: 'rateLimit', callsPerSecond: 0 }), 'wait')
  assert.equal(await kindUnder({ kind: 'outage', target: 'pdd.order.information.get' }), 'retry')
  assert.equal(await kindUnder({ kind: 'error', target: 'pdd.waybill.get' }), 'unknown_outcome')
  const stranger = { ...connection, carrier: 'PIGEON' }
  assert.equal((await failureOf(pinduoduoWaybill.requestWaybills(stranger, [wish]))).carrierCode, 'carrier-unmapped')
  assert.equal((await failureOf(pinduoduoWaybill.requestWaybills({ ...connection, appSecret: 'x' }, [wish]))).kind, 'refused')
})
