import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { listShops } from '#modules/shops/operations/list-shops.ts'
import { pullShop } from '../pull-shop.ts'
import { jobContext } from '../testing/job-context.ts'
import { aConnectedShop, aPlatformTeam, type PlatformTeam } from '../testing/platform-shops.ts'
import { checkGaps } from './check-gaps.ts'
import { startGapChecks } from './operations/start-gap-checks.ts'

let world: PlatformTeam
let platformTime = Date.now()
before(async () => {
  world = await aPlatformTeam({ now: () => platformTime })
})
afterEach(() => world.sandbox.control.clearFaults())
after(() => world.stop())

const HOUR_MS = 3_600_000
/** Both clocks, the platform's and ours. */
const setTime = (at: number) => {
  platformTime = at
  world.t.clock.now = new Date(at)
}
const pull = (shopId: string) => pullShop(jobContext(world.t), shopId)
const check = (shopId: string) => checkGaps(jobContext(world.t), shopId)
const syncOf = async (shopId: string) =>
  (await world.t.call('owner', listShops, {})).rows.find((row) => row.shopId === shopId)?.sync
const storedOrders = async (shopId: string) => {
  const rows = await world.t.read((reader) =>
    reader.rows<{ order: string }>(sql`
      select distinct platform_order_id as order from intake_messages where merchant_id = ${reader.merchantId} and shop_id = ${shopId}`),
  )
  return new Set(rows.map(({ order }) => order))
}

test('orders that neither a push nor the reading brought are found later, kept, counted and read like any other', async () => {
  const begin = Date.now() - 3 * HOUR_MS
  setTime(begin)
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao')
  const { control } = world.sandbox
  setTime(begin + 60_000)
  const made = control.createOrders(30, { shopId: platformShopId }).map(({ tid }) => tid)
  const lost = made.slice(0, 3)
  // The shop gets no pushes, and the platform's list lags behind for three orders.
  for (const target of lost) control.setFault({ kind: 'missingInLists', target })
  setTime(begin + 10 * 60_000)
  await pull(shopId)
  assert.equal((await storedOrders(shopId)).size, 27)
  control.clearFaults()
  await pull(shopId)
  assert.equal((await storedOrders(shopId)).size, 27, 'the reading is past it')

  setTime(begin + HOUR_MS)
  await pull(shopId)
  await check(shopId)
  assert.deepEqual(await storedOrders(shopId), new Set(made))
  const sync = await syncOf(shopId)
  assert.deepEqual([sync?.missedCount, sync?.missedAt], [3, new Date(begin + HOUR_MS).toISOString()])
  assert.equal(sync?.checkedUntil, new Date(begin + HOUR_MS / 2).toISOString())

  setTime(begin + 2 * HOUR_MS)
  await pull(shopId)
  await check(shopId)
  assert.equal((await syncOf(shopId))?.missedCount, 3, 'what has been found is found once')
  setTime(Date.now())
  await world.t.runJobs()
  const applied = await world.t.read((reader) =>
    reader.maybe<{ count: number }>(sql`
      select count(*)::int as count from orders where merchant_id = ${reader.merchantId} and shop_id = ${shopId}`),
  )
  assert.equal(applied?.count, 30)
})

test('an order that changed again after the stretch is no gap', async () => {
  const begin = Date.now() - 2 * HOUR_MS
  setTime(begin)
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao')
  const [order] = world.sandbox.control.createOrders(1, { shopId: platformShopId, unpaid: true })
  setTime(begin + 60_000)
  await pull(shopId)
  setTime(begin + HOUR_MS - 60_000)
  world.sandbox.control.payOrder(order?.tid ?? '')
  setTime(begin + HOUR_MS)
  await pull(shopId)
  await check(shopId)
  assert.equal((await syncOf(shopId))?.missedCount, 0)
})

test('a platform that does not answer delays the comparison: it goes on from where it was', async () => {
  const begin = Date.now() - 2 * HOUR_MS
  setTime(begin)
  const { shopId } = await aConnectedShop(world, 'taobao')
  setTime(begin + HOUR_MS)
  await pull(shopId)
  world.sandbox.control.setFault({ kind: 'outage' })
  await check(shopId)
  assert.equal((await syncOf(shopId))?.checkedUntil, null)
  world.sandbox.control.clearFaults()
  await check(shopId)
  assert.equal((await syncOf(shopId))?.checkedUntil, new Date(begin + HOUR_MS / 2).toISOString())
  assert.equal((await syncOf(shopId))?.freshness, 'fresh')
})

test('the hourly round starts the shops one after the other', async () => {
  setTime(Date.now())
  const { shopCount } = await world.t.callAsSystem(startGapChecks, {})
  const starts = await world.t.read((reader) =>
    reader.rows<{ at: string }>(sql`
      select run_at as at from jobs where merchant_id = ${reader.merchantId} and kind = 'intake.checkGaps' order by run_at`),
  )
  assert.equal(starts.length, shopCount)
  assert.ok(shopCount >= 2)
  const [first, second] = starts.map(({ at }) => Date.parse(at))
  assert.equal((second ?? 0) - (first ?? 0), 20_000)
})
