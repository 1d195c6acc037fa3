import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { type CarrierConnection, CarrierFailure, type WaybillAnswer, type WaybillRequest } from '#server/carriers/carrier.ts'
import { startBench } from '#server/platforms/testing/contract-bench.ts'
import { wechatUnderTest } from '#server/platforms/wechat/testing/wechat-bench.ts'
import { wechat } from '#server/platforms/wechat/wechat.ts'
import { wechatEwaybill } from './wechat-ewaybill.ts'

const bench = await startBench(wechatUnderTest)
const { control } = bench.sandbox
const { shopId, connection: shop } = await bench.openShop()
const connection: CarrierConnection = { ...shop, carrier: 'YTO', templateUrl: '', account: {}, platformUserId: shopId }
afterEach(() => control.clearFaults())
after(() => bench.stop())

const CREATE = 'channels/ec/logistics/ewaybill/biz/order/create'
const sender = {
  ...{ name: '仓库', phone: '057188888888', province: '浙江省', city: '金华市', district: '义乌市' },
  address: '国际商贸城 1 号',
}
const plain = {
  ...{ name: '张三', phone: '13800000000', province: '浙江省', city: '杭州市', district: '余杭区', town: '' },
  ...{ address: '文一西路 1 号', zip: '' },
}
let keyCount = 0

/** A parcel of a fresh order, its receiver masked as the platform shows it. */
async function parcel(changes: Partial<WaybillRequest> = {}, buyer?: string): Promise<WaybillRequest> {
  const tid = control.createOrders(1, { shopId, ...(buyer !== undefined && { buyer }) })[0]?.tid ?? ''
  const order = wechat.readOrder(await wechat.fetchOrder(shop, tid))
  return {
    requestKey: `parcel-${++keyCount}`,
    platformOrderIds: [tid],
    platform: 'wechat',
    sender,
    receiver: order.receiver,
    receiverKey: order.receiverKey,
    items: order.lines.map(({ title, quantity }) => ({ name: title, count: quantity })),
    weightGrams: 350,
    ...changes,
  }
}
const request = (...requests: WaybillRequest[]) => wechatEwaybill.requestWaybills(connection, requests)
const numberOf = (answer: WaybillAnswer | null | undefined) => (answer?.outcome === 'issued' ? answer.waybillNumber : undefined)
const refusalOf = (answer: WaybillAnswer | undefined) => (answer?.outcome === 'refused' ? answer.message : '')
async function failureOf(act: Promise<unknown>): Promise<CarrierFailure> {
  const error = await act.then(
    () => assert.fail('a failure was expected'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof CarrierFailure, String(error))
  return error
}

test('a masked parcel gets its number, for its order is named exactly although its id exceeds 2^53', async () => {
  const wish = await parcel()
  assert.match(wish.receiver.name, /\*/)
  const [answer] = await request(wish)
  assert.match(numberOf(answer) ?? '', /^YT\d{13}$/)
  assert.ok(answer?.outcome === 'issued' && answer.printPayload !== '')
  assert.deepEqual(
    control
      .waybills()
      .map(({ tids }) => tids)
      .filter((tids) => tids.includes(wish.platformOrderIds[0] ?? '')).length,
    1,
  )
})
test('what looks like an order id inside a name stays what it is', async () => {
  const name = '"ec_order_id":"1" 茶杯'
  assert.ok(numberOf((await request(await parcel({ items: [{ name, count: 1 }] })))[0]))
})
test('asking again with the same key gives the same number, also after an answer that was lost', async () => {
  const wish = await parcel()
  assert.equal(await wechatEwaybill.findWaybill(connection, wish.requestKey, wish.platformOrderIds), null)
  control.setFault({ kind: 'lostReply', target: CREATE, times: 1 })
  assert.equal((await failureOf(request(wish))).kind, 'unknown_outcome')
  const found = numberOf(await wechatEwaybill.findWaybill(connection, wish.requestKey, wish.platformOrderIds))
  assert.ok(found)
  assert.equal(numberOf((await request(wish))[0]), found)
  assert.equal(control.waybills().filter(({ tids }) => tids.includes(wish.platformOrderIds[0] ?? '')).length, 1)
})
test('two orders of one receiver travel in one parcel; those of two do not', async () => {
  const [one, other] = [await parcel({}, '同一位'), await parcel({}, '同一位')]
  const ids = [...one.platformOrderIds, ...other.platformOrderIds]
  assert.ok(numberOf((await request({ ...one, platformOrderIds: ids }))[0]))
  const stranger = await parcel({}, '另一位')
  const mixed = { ...(await parcel({}, '同一位')), platformOrderIds: [...ids, ...stranger.platformOrderIds] }
  assert.match(refusalOf((await request(mixed))[0]), /收货地址不一致/)
})
test('one bad parcel does not keep the others from their numbers', async () => {
  const answers = await request(
    await parcel(),
    await parcel({ items: [{ name: 'x', count: 1 }], receiver: { ...plain, name: '张*' }, platform: 'taobao' }),
    await parcel(),
  )
  assert.deepEqual(
    answers.map(({ outcome }) => outcome),
    ['issued', 'refused', 'issued'],
  )
})
test('an address nobody delivers to is refused with the platform’s words', async () => {
  control.setFault({ kind: 'courierRefuses', addressPart: '' })
  assert.match(refusalOf((await request(await parcel()))[0]), /收件地址超出派送范围/)
})
test('a plain receiver of another channel travels as it is', async () => {
  assert.ok(numberOf((await request(await parcel({ platform: 'file', platformOrderIds: ['F-1'], receiver: plain })))[0]))
})
test('a cancelled number is found no more and cancelled for good', async () => {
  const wish = await parcel()
  const first = numberOf((await request(wish))[0]) ?? ''
  await wechatEwaybill.cancelWaybill(connection, first, wish.requestKey)
  assert.equal(await wechatEwaybill.findWaybill(connection, wish.requestKey, []), null)
  assert.equal(control.waybills().find(({ waybillNumber }) => waybillNumber === first)?.isCancelled, true)
  assert.equal((await failureOf(wechatEwaybill.cancelWaybill(connection, 'YT0000000000000', wish.requestKey))).kind, 'refused')
})
test('failures of the platform are told apart, and a courier it has no code for is named', async () => {
  const wish = await parcel()
  const kindUnder = async (fault: Parameters<typeof control.setFault>[0]) => {
    control.setFault(fault)
    const { kind } = await failureOf(request(wish))
    control.clearFaults()
    return kind
  }
  assert.equal(await kindUnder({ kind: 'tokenExpired' }), 'reauthorise')
  assert.equal(await kindUnder({ kind: 'rateLimit', callsPerSecond: 0 }), 'wait')
  assert.equal(await kindUnder({ kind: 'outage' }), 'retry')
  assert.equal(await kindUnder({ kind: 'error', target: CREATE }), 'unknown_outcome')
  const stranger = { ...connection, carrier: 'PIGEON' }
  assert.equal((await failureOf(wechatEwaybill.requestWaybills(stranger, [wish]))).carrierCode, 'carrier-unmapped')
})
