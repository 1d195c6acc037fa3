import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { listShops } from '#modules/shops/operations/list-shops.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { jobHandlers } from '#server/app.ts'
import { pullNow } from './operations/pull-now.ts'
import { pullShop } from './pull-shop.ts'
import { jobContext } from './testing/job-context.ts'
import { aConnectedShop, aPlatformTeam, type PlatformTeam } from './testing/platform-shops.ts'

let world: PlatformTeam
before(async () => {
  world = await aPlatformTeam()
})
afterEach(() => {
  world.sandbox.control.clearFaults()
  world.t.clock.now = new Date()
})
after(() => world.stop())

/** Pulls as the worker would, when the second of the last change is over. */
const pull = (shopId: string) => {
  world.t.clock.now = new Date(Date.now() + 1500)
  return pullShop(jobContext(world.t), shopId)
}
const stored = (shopId: string) =>
  world.t.read((reader) =>
    reader.rows<{ order: string; version: string; body: string }>(sql`
      select platform_order_id as order, version, body from intake_messages
      where merchant_id = ${reader.merchantId} and shop_id = ${shopId} order by message_id`),
  )
const storedOrders = async (shopId: string) => new Set((await stored(shopId)).map((message) => message.order))
/** What the hourly job does. */
const renewTokens = () =>
  jobHandlers()
    .find((handler) => handler.kind === 'shops.renewTokens')
    ?.run({}, jobContext(world.t))
const shopRow = async (shopId: string) => {
  const { rows } = await world.t.call('owner', listShops, {})
  const row = rows.find((one) => one.shopId === shopId)
  assert.ok(row)
  return row
}
const announced = (shopId: string) =>
  world.t.read((reader) =>
    reader.rows<{ ids: string[] }>(sql`
      select ids from events where merchant_id = ${reader.merchantId} and kind = 'intake.messagesReceived' and shop_ids ? ${shopId}`),
  )

test('a first reading brings every order of the last day, each told once, in facts of at most 200', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao')
  const made = world.sandbox.control.createOrders(350, { shopId: platformShopId })
  await pull(shopId)
  assert.deepEqual(await storedOrders(shopId), new Set(made.map((order) => order.tid)))
  const facts = await announced(shopId)
  assert.ok(facts.every((fact) => fact.ids.length <= 200))
  assert.equal(new Set(facts.flatMap((fact) => fact.ids)).size, 350)
  assert.equal((await shopRow(shopId)).sync.freshness, 'fresh')
})

test('reading again brings nothing twice and writes no second message', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao')
  world.sandbox.control.createOrders(30, { shopId: platformShopId })
  await pull(shopId)
  const first = await stored(shopId)
  await pull(shopId)
  assert.deepEqual(await stored(shopId), first)
})

test('no order is lost while orders change during the reading', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao')
  const { control } = world.sandbox
  const made = control.createOrders(250, { shopId: platformShopId, unpaid: true })
  let changing = true
  const changes = (async () => {
    for (const order of made) {
      if (!changing) return
      control.payOrder(order.tid)
      await new Promise((resolve) => setTimeout(resolve, 3))
    }
  })()
  await pull(shopId)
  changing = false
  await changes
  await pull(shopId)
  const messages = await stored(shopId)
  const newest = new Map(messages.map((message) => [message.order, message.body]))
  assert.equal(newest.size, 250)
  for (const { tid } of made) {
    const isPaid = control.order(tid).paidAt !== null
    const bodies = messages.filter((message) => message.order === tid).map((message) => message.body)
    assert.ok(
      bodies.some((body) => body.includes('WAIT_BUYER_PAY') !== isPaid),
      `the latest state of ${tid} is missing`,
    )
  }
})

test('a reading that is killed between two pages is taken up again and loses nothing', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao')
  const made = world.sandbox.control.createOrders(320, { shopId: platformShopId })
  let calls = 0
  const killed = jobContext(world.t, (operation, input) => {
    const page = operation === 'intake.storePulled' ? (input as { messages: unknown[] }).messages : []
    if (page.length > 0 && ++calls === 3) throw new Error('killed')
  })
  await assert.rejects(pullShop(killed, shopId), /killed/)
  const half = (await storedOrders(shopId)).size
  assert.ok(half > 0 && half < 320)
  await pull(shopId)
  assert.deepEqual(await storedOrders(shopId), new Set(made.map((order) => order.tid)))
})

test('five calls whose token has expired renew it once', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao')
  world.sandbox.control.createOrders(1, { shopId: platformShopId })
  const token = await tokenOf(shopId)
  world.sandbox.control.expireSession(token)
  world.sandbox.control.resetCallCounts()
  const window = { from: new Date(Date.now() - 60_000), to: new Date() }
  const pages = await Promise.all(
    Array.from({ length: 5 }, () =>
      callPlatform(jobContext(world.t), shopId, async (connection, adapter) => {
        const found: number[] = []
        for await (const page of adapter.pullOrders(connection, window)) found.push(page.length)
        return found
      }),
    ),
  )
  assert.deepEqual(
    pages,
    Array.from({ length: 5 }, () => [1]),
  )
  assert.notEqual(await tokenOf(shopId), token)
  const versions = await world.t.read((reader) =>
    reader.maybe<{ version: number }>(sql`
      select token_version as version from shop_authorisations where merchant_id = ${reader.merchantId} and shop_id = ${shopId}`),
  )
  assert.equal(versions?.version, 2)
})

test('tokens are renewed before they end, through several generations', async () => {
  world.sandbox.control.setTokenLife({ accessSeconds: 3600, refreshSeconds: 7200 })
  const { shopId } = await aConnectedShop(world, 'taobao')
  const seen = new Set([await tokenOf(shopId)])
  for (let generation = 0; generation < 3; generation++) {
    world.t.clock.advance(41 * 60_000)
    await renewTokens()
    seen.add(await tokenOf(shopId))
    await renewTokens()
  }
  world.sandbox.control.setTokenLife({ accessSeconds: 365 * 86_400, refreshSeconds: 365 * 86_400 })
  assert.equal(seen.size, 4)
})

test('a shop whose owner withdrew the access says so and is no longer read', async () => {
  const { shopId } = await aConnectedShop(world, 'taobao')
  world.sandbox.control.setFault({ kind: 'tokenExpired' })
  await pull(shopId)
  const row = await shopRow(shopId)
  assert.deepEqual([row.state, row.authorisation], ['authorisation_expired', 'expired'])
  assert.ok(row.sync.lastError)
  world.sandbox.control.clearFaults()
  world.sandbox.control.resetCallCounts()
  await pull(shopId)
  assert.deepEqual(world.sandbox.control.callCounts(), {})
})

test('a limit of the platform is waited for, then the reading goes on', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao')
  const { control } = world.sandbox
  control.createOrders(5, { shopId: platformShopId })
  control.setFault({ kind: 'rateLimit', callsPerSecond: 0, banSeconds: 1 })
  await pull(shopId)
  const row = await shopRow(shopId)
  assert.match(row.sync.lastError ?? '', /ban/)
  control.clearFaults()
  control.resetCallCounts()
  await pull(shopId)
  assert.deepEqual(control.callCounts(), {}, 'no call before the ban is over')
  const { refused } = await world.t.call('owner', pullNow, { shopIds: [shopId] })
  assert.equal(refused[0]?.code, 'tooManyRequests')
  world.t.clock.advance(5_000)
  await pullShop(jobContext(world.t), shopId)
  assert.equal((await storedOrders(shopId)).size, 5)
  assert.equal((await shopRow(shopId)).sync.lastError, null)
})

test('an outage is noted with the shop and tried again later and later', async () => {
  const { shopId } = await aConnectedShop(world, 'taobao')
  world.sandbox.control.setFault({ kind: 'outage', httpStatus: 502 })
  const waits: number[] = []
  for (let attempt = 0; attempt < 3; attempt++) {
    await pullShop(jobContext(world.t), shopId)
    const waitUntil = await world.t.read((reader) =>
      reader.maybe<{ at: string }>(sql`
        select wait_until as at from shop_sync where merchant_id = ${reader.merchantId} and shop_id = ${shopId}`),
    )
    waits.push(Date.parse(waitUntil?.at ?? '') - world.t.clock.now.getTime())
    world.t.clock.now = new Date(waitUntil?.at ?? '')
  }
  assert.deepEqual(waits, [5_000, 10_000, 20_000])
})

test('whoever asks to read now gets an answer shop by shop', async () => {
  const { shopId } = await aConnectedShop(world, 'taobao')
  const fileShop = await world.t.shop()
  const supervisor = { accountId: await world.t.staff('主管', [{ role: 'supervisor', shopIds: [shopId, fileShop] }]) }
  const { shopId: foreign } = await aConnectedShop(world, 'taobao')
  const answer = await world.t.call(supervisor, pullNow, { shopIds: [shopId, fileShop, foreign] })
  assert.deepEqual(answer.done, [shopId])
  assert.deepEqual(
    answer.refused.map(({ id, code }) => [id, code]),
    [
      [fileShop, 'notOffered'],
      [foreign, 'notFound'],
    ],
  )
})

async function tokenOf(shopId: string): Promise<string> {
  const row = await world.t.read((reader) =>
    reader.maybe<{ access: Buffer }>(sql`
      select access_token_sealed as access from shop_authorisations where merchant_id = ${reader.merchantId} and shop_id = ${shopId}`),
  )
  return row ? world.t.app.kernel.world.vault.open(world.t.merchantId, row.access) : ''
}
