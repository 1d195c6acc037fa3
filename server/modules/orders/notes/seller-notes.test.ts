/** Seller's notes between the house and the platforms: the newer one wins, on both sides, and nothing goes to and fro. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { jobContext } from '#modules/intake/testing/job-context.ts'
import { aConnectedShop, aPlatformTeam, type PlatformTeam } from '#modules/intake/testing/platform-shops.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { PLATFORM_NAMES, type PlatformName } from '#sandbox/outside-platform.ts'
import type { Who } from '#server/testing/team.ts'
import { applySnapshots } from '../apply-snapshots.ts'
import { readParcel } from '../operations/read-parcel.ts'
import { aSnapshot } from '../testing/order-samples.ts'
import { keepSellerNotes } from './operations/keep-seller-notes.ts'
import { listNoteProblems } from './operations/list-note-problems.ts'
import { retrySellerNotes } from './operations/retry-seller-notes.ts'
import { setSellerNotes } from './operations/set-seller-notes.ts'
import { tellNotes } from './tell-notes.ts'

let world: PlatformTeam
before(async () => {
  world = await aPlatformTeam()
  // The database gives jobs out by its own clock: ours stays behind it however far it is moved on below.
  world.t.clock.advance(-8 * 60_000)
})
after(() => world.stop())
beforeEach(() => world.sandbox.control.clearFaults())

type Placed = { shopId: string; platform: PlatformName; tid: string; orderId: string; parcelId: string }

/** Reads the order from its platform, as intake does. */
async function readAgain({ shopId, platform, tid }: Pick<Placed, 'shopId' | 'platform' | 'tid'>): Promise<void> {
  const snapshot = await callPlatform(jobContext(world.t), shopId, async (connection, adapter) =>
    adapter.readOrder(await adapter.fetchOrder(connection, tid)),
  )
  const { vault } = world.t.app.kernel.world
  await world.t.write((tx) =>
    applySnapshots(tx, { shopId, platform, snapshots: [snapshot], now: world.t.clock.now, vault, by: { name: 'intake' } }),
  )
}
async function anOrder(platform: PlatformName = 'taobao'): Promise<Placed> {
  const { shopId, platformShopId } = await aConnectedShop(world, platform)
  const [order] = world.sandbox.control.createOrders(1, { shopId: platformShopId, lineCount: 1 })
  const tid = order?.tid ?? assert.fail('no order')
  await readAgain({ shopId, platform, tid })
  return { shopId, platform, tid, ...(await idsOf(tid)) }
}
async function idsOf(tid: string): Promise<{ orderId: string; parcelId: string }> {
  const row = await world.t.read((reader) =>
    reader.maybe<{ orderId: string; parcelId: string }>(sql`
      select o.order_id as "orderId", pl.parcel_id as "parcelId" from orders o
      join parcel_lines pl on pl.merchant_id = ${reader.merchantId} and pl.order_id = o.order_id
      where o.merchant_id = ${reader.merchantId} and o.platform_order_id = ${tid} limit 1`),
  )
  return row ?? assert.fail('the order has no parcel')
}
const write = ({ orderId }: Placed, note: string, flag?: number) =>
  world.t.call('owner', setSellerNotes, { orderIds: [orderId], note, ...(flag === undefined ? {} : { flag }) })
const tell = ({ shopId }: Placed) => tellNotes(jobContext(world.t), shopId)
const atPlatform = ({ tid }: Placed) => {
  const { sellerMemo, sellerFlag } = world.sandbox.control.order(tid)
  return [sellerMemo, sellerFlag]
}
/** Note, flag and how far it is, as the page shows it. */
async function shown({ parcelId }: Placed) {
  const page = await world.t.call('owner', readParcel, { parcelId })
  const [order] = page.orders
  assert.ok(order)
  assert.deepEqual([page.hasSellerMemo, page.sellerFlag], [order.sellerMemo !== '', order.sellerFlag], 'the list says the same')
  return [order.sellerMemo, order.sellerFlag, order.sellerNote?.state]
}
const laterBy = (ms: number) => world.t.clock.advance(ms)
/** Somebody writes at the platform, later than anything before. */
function writeThere(placed: Placed, note: string, flag = 0): void {
  world.sandbox.control.setNote(placed.tid, note, flag)
  world.sandbox.control.setNote(placed.tid, note, flag)
}

for (const platform of PLATFORM_NAMES) {
  test(`${platform}: a note and flag of the team reach the platform, and come back as the same`, async () => {
    const placed = await anOrder(platform)
    await write(placed, '加急 <&> 发顺丰', 3)
    assert.deepEqual(await shown(placed), ['加急 <&> 发顺丰', 3, 'waiting'])
    await world.t.runJobs()
    assert.deepEqual(atPlatform(placed), ['加急 <&> 发顺丰', 3])
    assert.deepEqual(await shown(placed), ['加急 <&> 发顺丰', 3, 'told'])
    await readAgain(placed)
    assert.deepEqual(await shown(placed), ['加急 <&> 发顺丰', 3, 'told'])
    await write(placed, '', 0)
    await world.t.runJobs()
    assert.deepEqual(atPlatform(placed), ['', 0])
  })

  test(`${platform}: a later note at the platform replaces ours, and is not sent back`, async () => {
    const placed = await anOrder(platform)
    await write(placed, '我们写的', 1)
    await world.t.runJobs()
    writeThere(placed, '平台上改的', 2)
    await readAgain(placed)
    assert.deepEqual(await shown(placed), ['平台上改的', 2, 'overtaken'])
    world.sandbox.control.resetCallCounts()
    await tell(placed)
    await world.t.runJobs()
    assert.deepEqual(world.sandbox.control.callCounts(), {}, 'nothing was told')
    assert.deepEqual(atPlatform(placed), ['平台上改的', 2])
    laterBy(1000)
    await write(placed, '我们又写的')
    await world.t.runJobs()
    assert.deepEqual(atPlatform(placed), ['我们又写的', 2])
  })
}

test('of several notes before the first is told only the last one is told', async () => {
  const placed = await anOrder()
  for (const note of ['一', '二', '三']) await write(placed, note)
  world.sandbox.control.resetCallCounts()
  await world.t.runJobs()
  assert.deepEqual(atPlatform(placed), ['三', 0])
  assert.equal(world.sandbox.control.callCounts()['taobao.trade.memo.update'], 1)
})

test('an order that changes for another reason while the platform is away keeps our note; it is told afterwards', async () => {
  const placed = await anOrder()
  world.sandbox.control.setFault({ kind: 'outage', httpStatus: 503, target: 'taobao.trade.memo.update' })
  await write(placed, '等平台恢复', 4)
  await tell(placed)
  world.sandbox.control.changeAddress(placed.tid, { address: '新地址 1 号' })
  await readAgain(placed)
  const [note, flag] = await shown(placed)
  assert.deepEqual([note, flag], ['等平台恢复', 4])
  const [order] = (await world.t.call('owner', readParcel, { parcelId: placed.parcelId })).orders
  assert.notEqual(order?.sellerNote?.problem, '')
  world.sandbox.control.clearFaults()
  laterBy(61_000)
  await tell(placed)
  assert.deepEqual(atPlatform(placed), ['等平台恢复', 4])
  assert.deepEqual(await shown(placed), ['等平台恢复', 4, 'told'])
})

test('a lost answer: the order is read, and a note that arrived is not told twice', async () => {
  const placed = await anOrder()
  world.sandbox.control.setFault({ kind: 'lostReply', times: 10, target: 'taobao.trade.memo.update' })
  await write(placed, '答复丢了', 1)
  await tell(placed)
  world.sandbox.control.clearFaults()
  world.sandbox.control.resetCallCounts()
  laterBy(61_000)
  await tell(placed)
  assert.deepEqual(await shown(placed), ['答复丢了', 1, 'told'])
  assert.equal(world.sandbox.control.callCounts()['taobao.trade.memo.update'], undefined)
})

test('a lost answer, and somebody wrote another note at the platform meanwhile: that one stays, here and there', async () => {
  const placed = await anOrder()
  world.sandbox.control.setFault({ kind: 'lostReply', times: 10, target: 'taobao.trade.memo.update' })
  await write(placed, '答复丢了', 1)
  await tell(placed)
  world.sandbox.control.clearFaults()
  writeThere(placed, '平台上后来写的', 5)
  laterBy(61_000)
  await tell(placed)
  assert.deepEqual(await shown(placed), ['平台上后来写的', 5, 'overtaken'])
  assert.deepEqual(atPlatform(placed), ['平台上后来写的', 5])
})

test('what the platform refuses stands on the page with its reason; a person retries, or leaves it in the house', async () => {
  const placed = await anOrder()
  const fault = { kind: 'error', code: 15, subCode: 'isv.trade-not-exist', target: 'taobao.trade.memo.update' } as const
  world.sandbox.control.setFault(fault)
  await write(placed, '平台不收', 1)
  await tell(placed)
  assert.deepEqual(await shown(placed), ['平台不收', 1, 'refused'])
  const troubled = async (who: Who) =>
    (await world.t.call(who, listNoteProblems, {})).rows.filter(({ orderId }) => orderId === placed.orderId)
  assert.deepEqual(
    (await troubled('owner')).map(({ note, problem }) => [note, problem !== '']),
    [['平台不收', true]],
  )
  const outsider = await world.t.staff('外店客服', [{ role: 'inSaleService', shopIds: [await world.t.shop()] }])
  assert.deepEqual(await troubled({ accountId: outsider }), [])
  for (const operation of [retrySellerNotes, keepSellerNotes, setSellerNotes]) {
    const { done, refused } = await world.t.call({ accountId: outsider }, operation, { orderIds: [placed.orderId] })
    assert.deepEqual([done, refused.map(({ code }) => code)], [[], ['notFound']])
  }
  world.sandbox.control.clearFaults()
  assert.deepEqual((await world.t.call('owner', retrySellerNotes, { orderIds: [placed.orderId] })).done, [placed.orderId])
  await tell(placed)
  assert.deepEqual(atPlatform(placed), ['平台不收', 1])
  assert.deepEqual(await troubled('owner'), [])
  const again = await world.t.call('owner', retrySellerNotes, { orderIds: [placed.orderId] })
  assert.deepEqual(
    again.refused.map(({ code }) => code),
    ['noteNotFailed'],
  )
  world.sandbox.control.setFault(fault)
  await write(placed, '只留在这里')
  await tell(placed)
  await world.t.call('owner', keepSellerNotes, { orderIds: [placed.orderId] })
  world.sandbox.control.clearFaults()
  await tell(placed)
  world.sandbox.control.changeAddress(placed.tid, { address: '又改了 2 号' })
  await readAgain(placed)
  assert.deepEqual(await shown(placed), ['只留在这里', 1, 'kept'])
  assert.deepEqual(atPlatform(placed), ['平台不收', 1])
})

test('a platform’s limits are told before anything is written; in a batch each order answers for itself', async () => {
  const [douyin, wechat, taobao] = [await anOrder('douyin'), await anOrder('wechat'), await anOrder('taobao')]
  const orderIds = [douyin.orderId, wechat.orderId, taobao.orderId]
  const long = await world.t.call('owner', setSellerNotes, { orderIds, note: '长'.repeat(61) })
  assert.deepEqual(
    long.refused.map(({ id, code }) => [id, code]),
    [[douyin.orderId, 'noteTooLong']],
  )
  const purple = await world.t.call('owner', setSellerNotes, { orderIds, flag: 5 })
  assert.deepEqual(
    purple.refused.map(({ id, code }) => [id, code]),
    [[wechat.orderId, 'flagNotOffered']],
  )
  await world.t.call('owner', setSellerNotes, { orderIds, note: '补充', append: true })
  await world.t.runJobs()
  assert.deepEqual(atPlatform(taobao), [`${'长'.repeat(61)}；补充`, 5])
  assert.deepEqual(atPlatform(douyin), ['补充', 5])
})

test('a shop without a platform keeps the note in the house and says why', async () => {
  const shopId = await world.t.shop('自有站')
  const { vault } = world.t.app.kernel.world
  await world.t.write((tx) =>
    applySnapshots(tx, {
      ...{ shopId, platform: 'file', snapshots: [aSnapshot('FILE-1')], now: world.t.clock.now, vault, by: { name: 'import' } },
    }),
  )
  const { orderId, parcelId } = await idsOf('FILE-1')
  await world.t.call('owner', setSellerNotes, { orderIds: [orderId], note: '只在掌柜', flag: 2 })
  await world.t.runJobs()
  const page = await world.t.call('owner', readParcel, { parcelId })
  assert.deepEqual([page.orders[0]?.sellerMemo, page.orders[0]?.sellerNote?.state], ['只在掌柜', 'kept'])
  assert.ok(page.sellerNotes.onlyHere?.zh)
  assert.match(page.flags, /备/, 'it is reviewed like one from a platform')
})

test('a note on an order that will never ship is shown and told all the same', async () => {
  const placed = await anOrder()
  world.sandbox.control.closeOrder(placed.tid)
  await readAgain(placed)
  await write(placed, '已退款，勿发', 1)
  assert.deepEqual(await shown(placed), ['已退款，勿发', 1, 'waiting'])
  await world.t.runJobs()
  assert.deepEqual(atPlatform(placed), ['已退款，勿发', 1])
})

test('two who write at the same moment both get through, and the platform has what the house shows', async () => {
  const placed = await anOrder()
  await Promise.all(['甲写的', '乙写的', '丙写的'].map((note) => write(placed, note)))
  await world.t.runJobs()
  const [note, flag, state] = await shown(placed)
  assert.deepEqual([note, flag], atPlatform(placed))
  assert.equal(state, 'told')
})

test('notes written while messages of the same orders arrive neither block each other nor are lost', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao')
  const tids = world.sandbox.control.createOrders(6, { shopId: platformShopId, lineCount: 1 }).map(({ tid }) => tid)
  for (const tid of tids) await readAgain({ shopId, platform: 'taobao', tid })
  const orders = await Promise.all(tids.map(async (tid) => ({ tid, ...(await idsOf(tid)) })))
  for (const tid of tids) world.sandbox.control.changeAddress(tid, { address: '又一处 3 号' })
  await Promise.all([
    world.t.call('owner', setSellerNotes, {
      orderIds: orders.map(({ orderId }) => orderId).reverse(),
      note: '一起写的',
      flag: 2,
    }),
    ...tids.map((tid) => readAgain({ shopId, platform: 'taobao', tid })),
  ])
  await world.t.runJobs()
  for (const order of orders) assert.deepEqual(await shown({ ...order, shopId, platform: 'taobao' }), ['一起写的', 2, 'told'])
  for (const tid of tids) assert.equal(world.sandbox.control.order(tid).sellerMemo, '一起写的')
})
