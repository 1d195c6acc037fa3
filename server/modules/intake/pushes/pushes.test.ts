import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { sql } from '#kernel/db.ts'
import { merchantId } from '#kernel/ids.ts'
import { startDuePulls } from '#modules/intake/operations/start-due-pulls.ts'
import { pauseShop } from '#modules/shops/operations/pause-shop.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { aConnectedShop, aPlatformTeam, type PlatformTeam } from '../testing/platform-shops.ts'
import { keepPushed } from './operations/keep-pushed.ts'
import { oldPushNotices } from './push-notice-store.ts'

let world: PlatformTeam
let web: FastifyInstance
before(async () => {
  world = await aPlatformTeam()
  web = await aWebServer(world.t.app)
})
afterEach(() => {
  world.sandbox.control.clearFaults()
  world.t.clock.now = new Date()
})
after(async () => {
  await web.close()
  await world.stop()
})

const tell = (shopId: string, orderIds: readonly string[], platform = 'taobao') =>
  world.t.callAsSystem(keepPushed, {
    platform,
    notices: orderIds.map((platformOrderId) => ({ shopId, platformOrderId, noticeId: `of ${platformOrderId}` })),
  })
const notices = (shopId: string) =>
  world.t.read((reader) =>
    reader.rows<{ settled: boolean }>(sql`
      select settled_at is not null as settled from push_notices where merchant_id = ${reader.merchantId} and shop_id = ${shopId}`),
  )
const storedOrders = async (shopId: string) => {
  const rows = await world.t.read((reader) =>
    reader.rows<{ order: string }>(sql`
      select distinct platform_order_id as order from intake_messages
      where merchant_id = ${reader.merchantId} and shop_id = ${shopId} order by 1`),
  )
  return rows.map(({ order }) => order)
}

test('what a platform tells is read from it at once; a repeat is nothing', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao')
  const made = world.sandbox.control.createOrders(5, { shopId: platformShopId }).map(({ tid }) => tid)
  assert.deepEqual(await tell(shopId, [...made, ...made]), { newShopIds: [shopId] })
  await world.t.runJobs()
  assert.deepEqual(await storedOrders(shopId), made.toSorted())
  assert.deepEqual(await notices(shopId), Array(5).fill({ settled: true }))

  world.sandbox.control.resetCallCounts()
  assert.deepEqual(await tell(shopId, made), { newShopIds: [] })
  await world.t.runJobs()
  assert.deepEqual(world.sandbox.control.callCounts(), {})
})

test('a shop that is paused, on another platform or unknown is told nothing', async () => {
  const { shopId } = await aConnectedShop(world, 'taobao')
  assert.deepEqual(await tell(shopId, ['1'], 'douyin'), { newShopIds: [] })
  await world.t.call('owner', pauseShop, { shopId })
  assert.deepEqual(await tell(shopId, ['1']), { newShopIds: [] })
  assert.deepEqual(await tell('00000000-0000-7000-8000-00000000dead', ['1']), { newShopIds: [] })
})

test('what was told while the platform does not answer waits, and is read when it is back', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao')
  const made = world.sandbox.control.createOrders(3, { shopId: platformShopId }).map(({ tid }) => tid)
  world.sandbox.control.setFault({ kind: 'outage' })
  world.t.clock.advance(-60_000)
  await tell(shopId, made)
  await world.t.runJobs()
  assert.deepEqual(await notices(shopId), Array(3).fill({ settled: false }))

  world.sandbox.control.clearFaults()
  world.t.clock.now = new Date()
  await world.t.callAsSystem(startDuePulls, {})
  await world.t.runJobs()
  assert.deepEqual(await storedOrders(shopId), made.toSorted())
  assert.deepEqual(await notices(shopId), Array(3).fill({ settled: true }))
})

test('an order that the platform no longer knows does not come back for ever', async () => {
  const { shopId } = await aConnectedShop(world, 'taobao')
  await tell(shopId, ['999'])
  await world.t.runJobs()
  assert.deepEqual(await notices(shopId), [{ settled: true }])
})

test('more told orders than are worth single calls are read page by page', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao')
  const made = world.sandbox.control.createOrders(250, { shopId: platformShopId }).map(({ tid }) => tid)
  world.sandbox.control.resetCallCounts()
  await tell(shopId, made)
  await world.t.runJobs()
  assert.deepEqual(await storedOrders(shopId), made.toSorted())
  const calls = Object.values(world.sandbox.control.callCounts()).reduce((sum, count) => sum + count, 0)
  assert.ok(calls < 100, `${calls} calls for 250 orders`)
})

test('what was read is forgotten after a week, what waits is not', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao')
  const made = world.sandbox.control.createOrders(2, { shopId: platformShopId }).map(({ tid }) => tid)
  await tell(shopId, made)
  await world.t.runJobs()
  await tell(shopId, ['still waiting'])
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)
  const removed = (days: number) => world.t.write((tx) => oldPushNotices(tx, inDays(days), 1000))
  await removed(6)
  assert.equal((await notices(shopId)).length, 3)
  await removed(8)
  assert.deepEqual(await notices(shopId), [{ settled: false }])
})

test('an address of no platform, of a platform that does not push to addresses, or of nobody answers 404 and keeps nothing', async () => {
  const { shopId } = await aConnectedShop(world, 'taobao')
  for (const url of [
    '/push/nobody',
    '/push/taobao',
    `/push/taobao/${world.t.merchantId}/${shopId}`,
    `/push/wechat/1/${shopId}`,
  ]) {
    const answer = await web.inject({ method: 'POST', url, payload: '[{"tag":"101"}]' })
    assert.equal(answer.statusCode, 404, url)
  }
  assert.deepEqual(await notices(shopId), [])
})

test('more than a megabyte is not taken in, whatever it says it is', async () => {
  for (const type of ['application/json', 'text/xml', 'image/png']) {
    const payload = Buffer.alloc(1_000_001)
    const answer = await web.inject({ method: 'POST', url: '/push/taobao', payload, headers: { 'content-type': type } })
    assert.equal(answer.statusCode, 413)
  }
})

test('a connected shop stands in the directory under the merchant who connected it, and under no other', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao')
  const rows = await world.t.read((reader) =>
    reader.rows(sql`select merchant_id as merchant, shop_id as shop from directory.platform_shops
      where platform = 'taobao' and platform_shop_id = ${platformShopId}`),
  )
  assert.deepEqual(rows, [{ merchant: merchantId(world.t.merchantId), shop: shopId }])
})
