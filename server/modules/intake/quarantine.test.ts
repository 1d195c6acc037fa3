import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { listShops } from '#modules/shops/operations/list-shops.ts'
import { startDuePullsJob } from './intake-jobs.ts'
import { listQuarantined } from './operations/list-quarantined.ts'
import { readMessage } from './operations/read-message.ts'
import { replayMessages } from './operations/replay-messages.ts'
import { revealMessage } from './operations/reveal-message.ts'
import { jobContext } from './testing/job-context.ts'
import { aConnectedShop, aPlatformTeam, type PlatformTeam } from './testing/platform-shops.ts'

let world: PlatformTeam
before(async () => {
  world = await aPlatformTeam()
})
after(() => world.stop())

const refusedWith = (code: string) => (error: unknown) => error instanceof Failure && error.definition.code === code
/** One round of the machine, once the second the platform gave the last change has come: what is due is read, then applied. */
const oneRound = async () => {
  const lastChangeAt = Math.max(...world.sandbox.control.orders(50).map((order) => order.modifiedAt))
  await delay(Math.max(0, lastChangeAt - Date.now()))
  world.t.clock.now = new Date()
  await startDuePullsJob.run({}, jobContext(world.t))
  await world.t.runJobs()
}
const ordersOf = (shopId: string) =>
  world.t.read((reader) =>
    reader.rows<{ id: string; status: string }>(sql`
      select platform_order_id as id, status from orders where merchant_id = ${reader.merchantId} and shop_id = ${shopId} order by 1`),
  )
const syncOf = async (shopId: string) => {
  const { rows } = await world.t.call('owner', listShops, {})
  return rows.find((row) => row.shopId === shopId)?.sync
}
const quarantinedCount = async (shopId: string) => (await syncOf(shopId))?.quarantinedCount
/** Stands for a mapping that was mended: what the stored message says can be read from now on. */
async function makeReadable(messageId: string, body: string): Promise<void> {
  const client = new pg.Client(world.t.address)
  await client.connect()
  await client.query('update intake_messages set body = $1 where message_id = $2', [body, messageId])
  await client.end()
}

test('an order that cannot be read is set aside with its reason, and the others go on', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao', { firstPullHours: 1 })
  const made = world.sandbox.control.createOrders(20, { shopId: platformShopId })
  const poisoned = made[7]?.tid ?? ''
  world.sandbox.control.poison(poisoned, 'badMoney')
  await oneRound()
  assert.equal((await ordersOf(shopId)).length, 19)
  const { rows } = await world.t.call('owner', listQuarantined, { shopId })
  assert.deepEqual(
    rows.map((row) => row.platformOrderId),
    [poisoned],
  )
  assert.notEqual(rows[0]?.reason, '')
  assert.equal(await quarantinedCount(shopId), 1)
})

test('the raw message can be looked at, and once it can be read a replay brings the order; a second replay changes nothing', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao', { firstPullHours: 1 })
  const [order] = world.sandbox.control.createOrders(1, { shopId: platformShopId })
  world.sandbox.control.poison(order?.tid ?? '', 'badMoney')
  await oneRound()
  assert.equal((await ordersOf(shopId)).length, 0)
  const { rows } = await world.t.call('owner', listQuarantined, { shopId })
  const messageId = rows[0]?.messageId ?? ''
  const raw = await world.t.call('owner', readMessage, { messageId })
  assert.deepEqual([raw.state, raw.platformOrderId], ['quarantined', order?.tid])

  const again = await world.t.call('owner', replayMessages, { messageIds: [messageId] })
  assert.deepEqual(again, { done: [messageId], refused: [] })
  await world.t.runJobs()
  assert.equal(await quarantinedCount(shopId), 1, 'it still cannot be read')

  world.sandbox.control.poison(order?.tid ?? '', null)
  await oneRound()
  const sound = await world.t.read((reader) =>
    reader.maybe<{ body: string }>(sql`
      select body from intake_messages where merchant_id = ${reader.merchantId} and shop_id = ${shopId} and state = 'applied' limit 1`),
  )
  assert.ok(sound, JSON.stringify(await syncOf(shopId)))
  await makeReadable(messageId, sound.body)
  const before = await ordersOf(shopId)
  for (let replay = 0; replay < 2; replay++) {
    await world.t.call('owner', replayMessages, { messageIds: [messageId] })
    await world.t.runJobs()
    assert.equal(await quarantinedCount(shopId), 0)
    assert.deepEqual(await ordersOf(shopId), before)
  }
})

test('whatever is stored of an order can be found by its number and replayed, and changes nothing when it was read before', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao', { firstPullHours: 1 })
  const [order] = world.sandbox.control.createOrders(1, { shopId: platformShopId })
  await oneRound()
  const { rows } = await world.t.call('owner', listQuarantined, { platformOrderId: order?.tid ?? '' })
  assert.deepEqual(
    rows.map((row) => [row.shopId, row.state, row.reason]),
    [[shopId, 'applied', '']],
  )
  const before = await ordersOf(shopId)
  const answer = await world.t.call('owner', replayMessages, { messageIds: rows.map(({ messageId }) => messageId) })
  assert.equal(answer.done.length, 1)
  await world.t.runJobs()
  assert.deepEqual(await ordersOf(shopId), before)
  const elsewhere = { accountId: await world.t.staff('外店主管', [{ role: 'supervisor', shopIds: [await world.t.shop()] }]) }
  assert.deepEqual((await world.t.call(elsewhere, listQuarantined, { platformOrderId: order?.tid ?? '' })).rows, [])
})

test('messages of other shops cannot be seen, read or replayed', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao', { firstPullHours: 1 })
  const [order] = world.sandbox.control.createOrders(1, { shopId: platformShopId })
  world.sandbox.control.poison(order?.tid ?? '', 'badTime')
  await oneRound()
  const { rows } = await world.t.call('owner', listQuarantined, { shopId })
  const messageId = rows[0]?.messageId ?? ''
  const elsewhere = { accountId: await world.t.staff('别店主管', [{ role: 'supervisor', shopIds: [await world.t.shop()] }]) }
  assert.deepEqual((await world.t.call(elsewhere, listQuarantined, {})).rows, [])
  await assert.rejects(world.t.call(elsewhere, readMessage, { messageId }), refusedWith('notFound'))
  const answer = await world.t.call(elsewhere, replayMessages, { messageIds: [messageId] })
  assert.deepEqual(
    answer.refused.map(({ id, code }) => [id, code]),
    [[messageId, 'notFound']],
  )
  assert.equal(await quarantinedCount(shopId), 1)
})

test('a raw message is masked; its plain text opens for who may see receivers, and that is a reveal in the log', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao', { firstPullHours: 1 })
  const [order] = world.sandbox.control.createOrders(1, { shopId: platformShopId })
  world.sandbox.control.poison(order?.tid ?? '', 'badMoney')
  await oneRound()
  const { rows } = await world.t.call('owner', listQuarantined, { shopId })
  const messageId = rows[0]?.messageId ?? ''
  const clerk = { accountId: await world.t.staff('审单', [{ role: 'orderReviewer', shopIds: null }]) }
  const masked = JSON.parse((await world.t.call(clerk, readMessage, { messageId })).body)
  await assert.rejects(world.t.call(clerk, revealMessage, { messageId }), refusedWith('notPermitted'))
  const plain = JSON.parse((await world.t.call('inSaleService', revealMessage, { messageId })).body)
  assert.match(masked.receiver_name, /\*/)
  assert.equal(masked.tid_str, plain.tid_str)
  const reveals = await world.t.read((reader) =>
    reader.rows<{ details: object }>(sql`
      select details from log_entries where merchant_id = ${reader.merchantId} and operation = 'intake.revealMessage' and kind = 'reveal'`),
  )
  assert.equal(reveals.length, 1)
})
