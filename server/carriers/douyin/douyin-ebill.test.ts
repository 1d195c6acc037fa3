import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { type CarrierConnection, CarrierFailure, type WaybillAnswer, type WaybillRequest } from '#server/carriers/carrier.ts'
import { douyin } from '#server/platforms/douyin/douyin.ts'
import { douyinUnderTest } from '#server/platforms/douyin/testing/douyin-bench.ts'
import { startBench } from '#server/platforms/testing/contract-bench.ts'
import { douyinEbill } from './douyin-ebill.ts'

const bench = await startBench(douyinUnderTest)
const { control } = bench.sandbox
after(() => bench.stop())
afterEach(() => control.clearFaults())
const shop = await bench.openShop()
const connection: CarrierConnection = {
  ...shop.connection,
  ...{ carrier: 'YTO', templateUrl: '', account: {}, platformUserId: '' },
}
const sender = {
  ...{ name: '仓库', phone: '057188888888', province: '浙江省', city: '金华市', district: '义乌市', address: '国际商贸城 1 号' },
}
let keyCount = 0

/** A parcel of a fresh order, its receiver masked as the platform sends it. */
async function parcel(changes: Partial<WaybillRequest> = {}): Promise<WaybillRequest> {
  const tid = control.createOrders(1, { shopId: shop.shopId })[0]?.tid ?? ''
  const order = douyin.readOrder(await douyin.fetchOrder(shop.connection, tid))
  return {
    ...{ requestKey: `0197-parcel-${++keyCount}`, platformOrderIds: [tid], platform: 'douyin', sender },
    ...{ receiver: order.receiver, receiverKey: order.receiverKey, weightGrams: 350 },
    items: order.lines.map(({ title, quantity }) => ({ name: title, count: quantity })),
    ...changes,
  }
}
const request = (...requests: WaybillRequest[]) => douyinEbill.requestWaybills(connection, requests)
const numberOf = (answer: WaybillAnswer | undefined) => (answer?.outcome === 'issued' ? answer.waybillNumber : null)
const refusalOf = (answer: WaybillAnswer | undefined) => (answer?.outcome === 'refused' ? answer.carrierCode : null)
const waybillsOf = (tid: string | undefined) => control.waybills().filter(({ tids }) => tids.includes(tid ?? ''))
async function failureOf(act: Promise<unknown>): Promise<CarrierFailure> {
  const error = await act.then(
    () => assert.fail('a failure was expected'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof CarrierFailure, String(error))
  return error
}

test('masked parcels get numbers, sorting codes and what the print component needs, addressed by their ciphers', async () => {
  const requests = [await parcel(), await parcel(), await parcel()]
  control.resetCallCounts()
  const answers = await request(...requests)
  assert.deepEqual(answers.map(({ requestKey }) => requestKey).sort(), requests.map(({ requestKey }) => requestKey).sort())
  for (const answer of answers) {
    assert.ok(answer.outcome === 'issued')
    assert.match(answer.waybillNumber, /^YT\d{13}$/)
    assert.notEqual(answer.routeCode, '')
    const payload = JSON.parse(answer.printPayload) as Record<string, string>
    assert.ok(payload.encryptedData && payload.signature)
    assert.match(payload.templateURL ?? '', /^https:.*yuantong/)
  }
  assert.deepEqual(control.callCounts(), {
    ...{ 'order.orderDetail': 3, 'logistics.newCreateOrder': 1 },
    ...{ 'logistics.templateList': 1, 'logistics.waybillApply': 1 },
  })
  const [tid = ''] = requests[0]?.platformOrderIds ?? []
  assert.ok(waybillsOf(tid)[0]?.address.endsWith(control.order(tid).receiver.address))
})

test('after a lost answer the same key gives the number that was bought, and buys no second one', async () => {
  const one = await parcel()
  control.setFault({ kind: 'lostReply', target: 'logistics.newCreateOrder', times: 1 })
  assert.equal((await failureOf(request(one))).kind, 'unknown_outcome')
  assert.equal(await douyinEbill.findWaybill(connection, one.requestKey, one.platformOrderIds), null)
  const [found] = await request(one)
  assert.deepEqual(
    waybillsOf(one.platformOrderIds[0]).map(({ waybillNumber }) => waybillNumber),
    [numberOf(found)],
  )
})

test('two parcels of one order have two numbers; several orders in one parcel have one', async () => {
  const first = await parcel()
  const [one, two] = await request(first, { ...first, requestKey: 'another' })
  assert.notEqual(numberOf(one), numberOf(two))
  const other = await parcel()
  const both = [...first.platformOrderIds, ...other.platformOrderIds]
  const [merged] = await request({ ...first, requestKey: 'merged', platformOrderIds: both })
  assert.equal(waybillsOf(other.platformOrderIds[0])[0]?.waybillNumber, numberOf(merged))
})

test('what is refused is refused for itself: an address out of reach, an order of elsewhere, a parcel of another platform', async () => {
  const good = await parcel()
  const far = await parcel()
  control.setFault({ kind: 'courierRefuses', addressPart: control.order(far.platformOrderIds[0] ?? '').receiver.address })
  const foreign = { ...good, requestKey: 'foreign', platform: 'taobao' }
  const unknown = { ...good, requestKey: 'unknown', platformOrderIds: ['1'] }
  const answers = new Map((await request(good, far, foreign, unknown)).map((answer) => [answer.requestKey, answer]))
  assert.ok(numberOf(answers.get(good.requestKey)))
  assert.deepEqual(
    [far.requestKey, 'foreign', 'unknown'].map((key) => refusalOf(answers.get(key))),
    ['4020', 'not-of-douyin', 'isv.business-failed:60001'],
  )
})

test('a parcel that meets a passing trouble is left open, and the next round has its number', async () => {
  const [one, two] = [await parcel(), await parcel()]
  control.setFault({ kind: 'courierPartial', times: 1 })
  const answers = await request(one, two)
  assert.deepEqual(
    answers.map(({ requestKey }) => requestKey),
    [two.requestKey],
  )
  assert.ok(numberOf((await request(one))[0]))
})

test('no trouble with the print data loses a number that is bought', async () => {
  control.setFault({ kind: 'error', target: 'logistics.waybillApply' })
  const [answer] = await request(await parcel())
  assert.ok(answer?.outcome === 'issued' && answer.printPayload === '')
})

test('what the component asks for the shop’s key with is signed by the app, for now and for this shop, as the platform checks it', async () => {
  const params = new URLSearchParams(douyinEbill.printParams?.(connection))
  const { appKey, accessToken, gatewayUrl } = connection
  assert.deepEqual(
    [...params].filter(([name]) => name !== 'sign' && name !== 'timestamp'),
    Object.entries({
      ...{ access_token: accessToken, app_key: appKey, method: 'logistics.getShopKey', param_json: '{}' },
      ...{ v: '2', sign_method: 'hmac-sha256' },
    }),
  )
  const reply = await fetch(`${gatewayUrl}/logistics/getShopKey?${params}`, { method: 'POST', body: '{}' })
  assert.match(await reply.text(), /"code":10000.*"key":"\w+"/)
})

test('a masked receiver without its handle is refused, a plain one needs none', async () => {
  const masked = await parcel({ receiverKey: '' })
  assert.equal(refusalOf((await request(masked))[0]), '4008')
  const { receiver } = control.order(masked.platformOrderIds[0] ?? '')
  control.resetCallCounts()
  assert.ok(numberOf((await request({ ...masked, receiver }))[0]))
  assert.equal(control.callCounts()['order.orderDetail'], undefined)
})

test('a cancelled number is given back; one of somebody else is not', async () => {
  const [answer] = await request(await parcel())
  const number = numberOf(answer) ?? ''
  await douyinEbill.cancelWaybill(connection, number, '')
  assert.equal(control.waybills().find(({ waybillNumber }) => waybillNumber === number)?.isCancelled, true)
  const other = await bench.openShop()
  const failure = await failureOf(
    douyinEbill.cancelWaybill({ ...connection, accessToken: other.connection.accessToken }, number, ''),
  )
  assert.equal(failure.kind, 'refused')
})

test('failures are told in the words of carriers', async () => {
  const one = await parcel()
  assert.equal(
    (await failureOf(douyinEbill.requestWaybills({ ...connection, carrier: 'PIGEON' }, [one]))).carrierCode,
    'carrier-unmapped',
  )
  assert.equal((await failureOf(douyinEbill.requestWaybills({ ...connection, accessToken: 'x' }, [one]))).kind, 'reauthorise')
  control.setFault({ kind: 'rateLimit', callsPerSecond: 0 })
  assert.equal((await failureOf(request(one))).kind, 'wait')
})
