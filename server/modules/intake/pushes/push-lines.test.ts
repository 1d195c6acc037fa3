import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { inDirectory, sql } from '#kernel/db.ts'
import { pauseShop } from '#modules/shops/operations/pause-shop.ts'
import type { TestMerchant } from '#server/testing/team.ts'
import { aConnectedShop, aPlatformTeam, type ConnectedShop, type PlatformTeam } from '../testing/platform-shops.ts'
import { giveBackLine, takeLine } from './push-line-store.ts'
import { holdPushLines } from './push-lines.ts'

let world: PlatformTeam
before(async () => {
  world = await aPlatformTeam()
  // Unacknowledged messages come again soon.
  world.sandbox.control.setMessageRedelivery(300)
})
afterEach(() => world.sandbox.control.clearFaults())
after(() => world.stop())

const aShop = (merchant?: TestMerchant): Promise<ConnectedShop> =>
  aConnectedShop(world, 'pinduoduo', { receivesPushes: true, ...(merchant ? { merchant } : {}) })
const orderOf = ({ platformShopId }: ConnectedShop): string =>
  world.sandbox.control.createOrders(1, { shopId: platformShopId })[0]?.tid ?? ''
const told = async ({ shopId }: ConnectedShop, merchant: TestMerchant = world.t) => {
  const rows = await merchant.read((reader) =>
    reader.rows<{ order: string }>(sql`
      select distinct platform_order_id as order from push_notices where merchant_id = ${reader.merchantId} and shop_id = ${shopId} order by 1`),
  )
  return rows.map(({ order }) => order)
}
/** Waits for what a machine does in its own time; a test that waits in vain is ended by the runner. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(20)
}
const isTold = (shop: ConnectedShop, tid: string, merchant?: TestMerchant) => async () =>
  (await told(shop, merchant)).includes(tid)
const holderOf = async (): Promise<string | undefined> => {
  const row = await inDirectory(world.t.app.kernel.database, (directory) =>
    directory.maybe<{ holder: string }>(sql`select held_by as holder from directory.push_lines where platform = 'pinduoduo'`),
  )
  return row?.holder
}

test('no line is opened to a platform where nobody has a shop', async () => {
  const { database } = world.t.app.kernel
  assert.equal(await inDirectory(database, (directory) => takeLine(directory, 'pinduoduo', 'me', 30)), false)
})

test('one line brings the changes of all merchants to whom they belong, acknowledges them, and a job reads the orders', async () => {
  const theirs = await world.t.anotherMerchant()
  const [mine, other, paused] = [await aShop(), await aShop(theirs), await aShop()]
  await world.t.call('owner', pauseShop, { shopId: paused.shopId })
  const stop = holdPushLines(world.t.app.kernel)
  try {
    const [one, two] = [orderOf(mine), orderOf(other)]
    orderOf(paused)
    await until(isTold(mine, one))
    await until(isTold(other, two, theirs))
    await until(async () => world.sandbox.control.waitingMessageCount() === 0)
    assert.deepEqual([await told(mine), await told(other, theirs), await told(paused)], [[one], [two], []])
    await Promise.all([world.t.runJobs(), theirs.runJobs()])
    const stored = await world.t.read((reader) =>
      reader.maybe<{ count: number }>(sql`
        select count(*)::int as count from intake_messages where merchant_id = ${reader.merchantId} and platform_order_id = ${one}`),
    )
    assert.equal(stored?.count, 1)
  } finally {
    await stop()
  }
  assert.equal(await holderOf(), undefined, 'whoever stops gives the line back')
})

test('of two processes one holds the line; the other takes it when the first is gone', async () => {
  const shop = await aShop()
  const stopFirst = holdPushLines(world.t.app.kernel)
  await until(async () => (await holderOf()) !== undefined)
  const first = await holderOf()
  const { database } = world.t.app.kernel
  const second = (seconds: number) =>
    inDirectory(database, (directory) => takeLine(directory, 'pinduoduo', 'line:second', seconds))
  assert.equal(await second(30), false)
  assert.equal(await holderOf(), first)
  await stopFirst()
  assert.equal(await second(0), true)
  // The second has died: its time is over, and the third takes over what nobody acknowledged.
  const waiting = orderOf(shop)
  const stopThird = holdPushLines(world.t.app.kernel)
  await until(isTold(shop, waiting))
  await stopThird()
  await inDirectory(database, (directory) => giveBackLine(directory, 'pinduoduo', 'line:second'))
})

test('a line that is cut is opened again, and what was told meanwhile arrives', async () => {
  const shop = await aShop()
  const stop = holdPushLines(world.t.app.kernel)
  try {
    const before = orderOf(shop)
    await until(isTold(shop, before))
    world.sandbox.control.setFault({ kind: 'outage', target: 'pdd.message', times: 2 })
    const meanwhile = orderOf(shop)
    await until(isTold(shop, meanwhile))
  } finally {
    await stop()
  }
})

test('messages that come twice or overtake each other are kept once each', async () => {
  const shop = await aShop()
  const stop = holdPushLines(world.t.app.kernel)
  try {
    world.sandbox.control.setFault({ kind: 'duplicatePush', ratio: 0.5 })
    world.sandbox.control.setFault({ kind: 'reorderPush', ratio: 0.5 })
    const made = Array.from({ length: 20 }, () => orderOf(shop))
    await until(async () => (await told(shop)).length === made.length)
    assert.deepEqual(await told(shop), made.toSorted())
  } finally {
    await stop()
  }
})

test('a queue is asked for all merchants: each gets its own, and what nobody here has connected is let go', async () => {
  const theirs = await world.t.anotherMerchant()
  const { control } = world.sandbox
  const mine = await aConnectedShop(world, 'taobao', { receivesPushes: true })
  const other = await aConnectedShop(world, 'taobao', { receivesPushes: true, merchant: theirs })
  const nobodys = control.addShop({ name: '没接入的店' })
  const stop = holdPushLines(world.t.app.kernel)
  try {
    const [one, two] = [orderOf(mine), orderOf(other)]
    control.createOrders(1, { shopId: nobodys.id })
    await until(isTold(mine, one))
    await until(isTold(other, two, theirs))
    await until(async () => control.waitingMessageCount() === 0)
    assert.deepEqual([await told(mine), await told(other, theirs)], [[one], [two]])
    await Promise.all([world.t.runJobs(), theirs.runJobs()])
  } finally {
    await stop()
  }
})

test('what is kept and could not be confirmed comes again and is kept once', async () => {
  const { control } = world.sandbox
  const shop = await aConnectedShop(world, 'taobao', { receivesPushes: true })
  control.setFault({ kind: 'outage', target: 'taobao.tmc.messages.confirm', times: 2 })
  const stop = holdPushLines(world.t.app.kernel)
  try {
    const made = [orderOf(shop), orderOf(shop)]
    await until(async () => (await told(shop)).length === 2)
    await until(async () => control.waitingMessageCount() === 0)
    assert.deepEqual(await told(shop), made.toSorted())
    assert.deepEqual(control.faults(), [], 'both confirmations were lost first')
  } finally {
    await stop()
  }
})
