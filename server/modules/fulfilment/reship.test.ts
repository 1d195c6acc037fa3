/** Another number for parcels that have left: their platforms show it once, and nothing else. */
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { followParcels } from '#modules/tracing/operations/follow-parcels.ts'
import { readParcelTrace } from '#modules/tracing/operations/read-parcel-trace.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { latestOfOrders, planFor } from './change-shipment-rules.ts'
import { changeShipment } from './operations/change-shipment.ts'
import { downloadLabels } from './operations/download-labels.ts'
import { listWriteBacks } from './operations/list-write-backs.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { retryWriteBacks } from './operations/retry-write-backs.ts'
import { shipParcels } from './operations/ship-parcels.ts'
import { REPORTED_ELSEWHERE } from './ship-rules.ts'

const keeper = 'warehouseKeeper'
const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => (error instanceof Failure ? error.definition.code : Promise.reject(error)),
  )
let next = 1
const freshNumber = (): string => `YT77${String(next++).padStart(11, '0')}`

async function printed(w: Warehouse, count: number): Promise<string[]> {
  const parcelIds = await w.orders(count)
  await w.t.call(keeper, requestWaybills, { parcelIds })
  await w.work()
  await w.t.call(keeper, downloadLabels, { parcelIds, size: '76x130' })
  return parcelIds
}
async function shippedOne(w: Warehouse): Promise<string> {
  const parcelIds = await printed(w, 1)
  await w.t.call(keeper, shipParcels, { parcelIds })
  await w.work()
  return parcelIds[0] ?? assert.fail('no parcel')
}
type Stand = { number: string; tid: string; write_back: string }
async function standOf(w: Warehouse, parcelId: string): Promise<Stand> {
  const [row] = await w.rows<Stand>(
    sql`select waybill_number as number, platform_order_ids as tid, write_back from parcels where merchant_id = ${w.t.merchantId} and parcel_id = ${parcelId}`,
  )
  return row ?? assert.fail('no parcel')
}
async function change(w: Warehouse, parcelId: string, waybillNumber: string, more: Partial<Change> = {}) {
  const { number: replaces } = await standOf(w, parcelId)
  const input = { parcelId, replaces, carrier: 'YTO', waybillNumber, giveBack: false, reason: '面单打错' }
  return w.t.call(keeper, changeShipment, { ...input, ...more })
}
type Change = { replaces: string; carrier: string; giveBack: boolean }
const rowsOf = async (w: Warehouse, parcelId: string) =>
  (await w.t.call(keeper, listWriteBacks, {})).rows.filter((row) => row.parcelId === parcelId)
/** How often the platform accepted this number. */
const toldOf = (w: Warehouse, number: string): number =>
  w.sandbox.control.ships().filter(({ waybillNumber, refusal }) => waybillNumber === number && refusal === '').length

const platforms = [
  { platform: 'taobao', first: 'taobao.logistics.offline.send', again: 'taobao.logistics.consign.resend' },
  { platform: 'douyin', first: 'order.logisticsAdd', again: 'order.logisticsEdit' },
  { platform: 'wechat', first: 'channels/ec/order/delivery/send', again: 'channels/ec/order/deliveryinfo/update' },
] as const
for (const { platform, first, again } of platforms)
  describe(platform, () => {
    let w: Warehouse
    before(async () => {
      w = await aWarehouse({ platform })
    })
    after(() => w.drop())
    afterEach(async () => {
      w.sandbox.control.clearFaults()
      assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
    })
    const assertShows = async (parcelId: string, number: string) => {
      const { tid, write_back, number: shown } = await standOf(w, parcelId)
      assert.deepEqual([shown, write_back, w.sandbox.control.order(tid).waybillNumbers], [number, 'confirmed', [number]])
      assert.equal(toldOf(w, number), 1)
    }

    test('a number that was told is changed there, and it shows the new one once', async () => {
      const parcelId = await shippedOne(w)
      const number = freshNumber()
      const { number: old } = await standOf(w, parcelId)
      const result = await change(w, parcelId, number)
      assert.deepEqual(
        [result.before.waybillNumber, result.after.waybillNumber, result.toldCount, result.replacedCount],
        [old, number, 1, 0],
      )
      assert.equal((await standOf(w, parcelId)).write_back, 'waiting')
      await w.work()
      await assertShows(parcelId, number)
      assert.deepEqual(
        (await rowsOf(w, parcelId)).map(({ kind, replaces, state }) => [kind, replaces, state]),
        [
          ['change', old, 'confirmed'],
          ['first', '', 'confirmed'],
        ],
      )
    })

    test('a number that was never told is replaced before the platform hears of the parcel', async () => {
      const [parcelId = ''] = await printed(w, 1)
      await w.t.call(keeper, shipParcels, { parcelIds: [parcelId] })
      const number = freshNumber()
      const { number: old } = await standOf(w, parcelId)
      const { replacedCount } = await change(w, parcelId, number)
      await w.work()
      await assertShows(parcelId, number)
      assert.deepEqual([replacedCount, toldOf(w, old)], [1, 0])
    })

    test('when nobody can say whether the first number arrived, the new one stands there alone', async () => {
      const [parcelId = ''] = await printed(w, 1)
      w.sandbox.control.setFault({ kind: 'lostReply', target: first, times: 1 })
      await w.t.call(keeper, shipParcels, { parcelIds: [parcelId] })
      await w.work()
      assert.equal((await standOf(w, parcelId)).write_back, 'failed')
      const number = freshNumber()
      await change(w, parcelId, number)
      await w.work()
      await assertShows(parcelId, number)
    })

    test('a change whose answer was lost is looked up, not made twice', async () => {
      const parcelId = await shippedOne(w)
      const number = freshNumber()
      w.sandbox.control.setFault({ kind: 'lostReply', target: again, times: 1 })
      await change(w, parcelId, number)
      await w.work()
      const [open] = await rowsOf(w, parcelId)
      assert.deepEqual([open?.state, open?.kind, open?.attempts], ['failed', 'change', 1])
      await w.t.call(keeper, retryWriteBacks, { writeBackIds: [open?.writeBackId ?? ''] })
      await w.work()
      await assertShows(parcelId, number)
    })
  })

describe('a house of its own', () => {
  let w: Warehouse
  before(async () => {
    w = await aWarehouse()
  })
  after(() => w.drop())
  afterEach(async () => {
    w.sandbox.control.clearFaults()
    assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
  })

  test('a change the platform refuses waits for a person, who may put yet another number', async () => {
    const parcelId = await shippedOne(w)
    await change(w, parcelId, 'NOT-A-NUMBER')
    await w.work()
    const [refused] = await rowsOf(w, parcelId)
    assert.deepEqual([refused?.state, refused?.kind, refused?.problem === ''], ['needs_person', 'change', false])
    const number = freshNumber()
    await change(w, parcelId, number)
    await w.work()
    assert.deepEqual(
      (await rowsOf(w, parcelId)).map(({ state }) => state),
      ['confirmed', 'confirmed'],
    )
    assert.equal(toldOf(w, number), 1)
  })

  test('a number that is replaced while the platform is being told of it is changed right after', async () => {
    const [parcelId = ''] = await printed(w, 1)
    const { number: old, tid } = await standOf(w, parcelId)
    w.sandbox.control.setFault({ kind: 'lateReply', target: 'taobao.logistics.offline.send', times: 1, delayMs: 1500 })
    await w.t.call(keeper, shipParcels, { parcelIds: [parcelId] })
    const working = w.work()
    // The platform has it, and its answer is on the way.
    while (toldOf(w, old) === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    const number = freshNumber()
    await change(w, parcelId, number)
    await working
    await w.work()
    assert.deepEqual(w.sandbox.control.order(tid).waybillNumbers, [number])
    const [row, ...more] = await rowsOf(w, parcelId)
    assert.deepEqual([row?.kind, row?.state, row?.replaces, more.length, toldOf(w, number)], ['change', 'confirmed', old, 0, 1])
  })

  test('of two who change the same number at once one is told that it has changed', async () => {
    const parcelId = await shippedOne(w)
    const both = await Promise.all([codeOf(change(w, parcelId, freshNumber())), codeOf(change(w, parcelId, freshNumber()))])
    assert.deepEqual(both.sort(), ['done', 'numberChanged'])
    await w.work()
  })

  test('a parcel that has not left, a number that stands elsewhere, the same number and an unknown courier are refused', async () => {
    const [parcelId, other] = [await shippedOne(w), await shippedOne(w)]
    const [waiting = ''] = await printed(w, 1)
    const { number } = await standOf(w, parcelId)
    assert.deepEqual(
      [
        await codeOf(change(w, waiting, freshNumber())),
        await codeOf(change(w, other, number)),
        await codeOf(change(w, parcelId, number)),
        await codeOf(change(w, parcelId, freshNumber(), { carrier: 'OWL' })),
      ],
      ['notShipped', 'numberTaken', 'sameNumber', 'unknownCarrier'],
    )
  })

  test('an unused old number goes back to its carrier, a used one does not', async () => {
    const [unused, used] = [await shippedOne(w), await shippedOne(w)]
    const before = [await standOf(w, unused), await standOf(w, used)].map(({ number }) => number)
    await change(w, unused, freshNumber(), { giveBack: true })
    await change(w, used, freshNumber())
    await w.work()
    const back = w.sandbox.control.waybills().filter(({ isCancelled }) => isCancelled)
    assert.deepEqual(
      back.map(({ waybillNumber }) => waybillNumber).filter((number) => before.includes(number)),
      before.slice(0, 1),
    )
  })

  test('tracing follows the new number and leaves the old one alone, also when the old one comes back', async () => {
    const parcelId = await shippedOne(w)
    const { number: old } = await standOf(w, parcelId)
    const number = freshNumber()
    await change(w, parcelId, number)
    await w.work()
    const followed = async () =>
      (await w.t.call(keeper, readParcelTrace, { parcelId })).rows.map((row) => [row.waybillNumber, row.isReplaced])
    assert.deepEqual(await followed(), [
      [number, false],
      [old, true],
    ])
    await change(w, parcelId, old)
    await w.work()
    await w.t.callAsSystem(followParcels, { parcelIds: [parcelId] })
    assert.deepEqual(await followed(), [
      [old, false],
      [number, true],
    ])
  })

  test('the label of a typed number is not ours to print', async () => {
    const parcelId = await shippedOne(w)
    await change(w, parcelId, freshNumber())
    await w.work()
    const owner = w.t.call('owner', downloadLabels, { parcelIds: [parcelId], size: '76x130', reason: '破损' })
    assert.equal(await codeOf(owner), 'numberTyped')
  })
})

test('what was told decides what a new number means, and the latest row of an order speaks for it', () => {
  const plans = (['waiting', 'failed', 'needs_person', 'confirmed', 'settled'] as const).map((state) =>
    planFor({ state, problem: '' }),
  )
  assert.deepEqual(plans, ['replace', 'replace', 'replace', 'again', 'again'])
  assert.equal(planFor({ state: 'settled', problem: REPORTED_ELSEWHERE }), 'quiet')
  const rows = [
    { orderId: 'a', round: 2 },
    { orderId: 'a', round: 1 },
    { orderId: 'b', round: 1 },
  ]
  assert.deepEqual(latestOfOrders(rows), [rows[0], rows[2]])
})
