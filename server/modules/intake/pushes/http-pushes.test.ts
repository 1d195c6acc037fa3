import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, afterEach, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { sql } from '#kernel/db.ts'
import { listShops } from '#modules/shops/operations/list-shops.ts'
import { pauseShop } from '#modules/shops/operations/pause-shop.ts'
import { sandboxDouyinApp } from '#sandbox/douyin/app.ts'
import type { TestMerchant } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { aConnectedShop, aPlatformTeam, connect, type PlatformTeam } from '../testing/platform-shops.ts'

let world: PlatformTeam
let web: FastifyInstance
before(async () => {
  world = await aPlatformTeam()
  web = await aWebServer(world.t.app)
})
afterEach(() => world.sandbox.control.clearFaults())
after(async () => {
  await web.close()
  await world.stop()
})

const { appKey, appSecret } = sandboxDouyinApp
type Told = { platformShopId: string; tid: string; msgId?: string }
const bodyOf = (told: readonly Told[]): string =>
  JSON.stringify(
    told.map(({ platformShopId, tid, msgId = `${tid}:101` }) => ({
      ...{ tag: '101', msg_id: msgId },
      data: `{"p_id":${tid},"s_ids":[${tid}],"shop_id":${platformShopId},"order_status":2}`,
    })),
  )
/** As the platform sends it, or with one thing changed. */
async function push(body: string, change: { signed?: string; appId?: string; type?: string } = {}) {
  const { signed = body, appId = appKey, type = 'application/json' } = change
  const sign = createHash('md5').update(`${appKey}${signed}${appSecret}`, 'utf8').digest('hex')
  const headers = { 'content-type': type, 'app-id': appId, 'event-sign': sign, 'sign-method': 'md5' }
  const { statusCode, body: answer } = await web.inject({ method: 'POST', url: '/push/douyin', payload: body, headers })
  return { status: statusCode, answer }
}
const noticeCount = async (shopId: string, merchant: TestMerchant = world.t) => {
  const row = await merchant.read((reader) =>
    reader.maybe<{ count: number }>(sql`
      select count(*)::int as count from push_notices where merchant_id = ${reader.merchantId} and shop_id = ${shopId}`),
  )
  return row?.count
}
const storedCount = async (shopId: string, merchant: TestMerchant = world.t) => {
  const row = await merchant.read((reader) =>
    reader.maybe<{ count: number }>(sql`
      select count(distinct platform_order_id)::int as count from intake_messages
      where merchant_id = ${reader.merchantId} and shop_id = ${shopId}`),
  )
  return row?.count
}

test('a signed push is answered as the platform wants it, and its order is read at once', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'douyin')
  const [order] = world.sandbox.control.createOrders(1, { shopId: platformShopId })
  const told = bodyOf([{ platformShopId, tid: order?.tid ?? '' }])
  assert.deepEqual(await push(told), { status: 200, answer: '{"code":0,"msg":"success"}' })
  await world.t.runJobs()
  assert.equal(await storedCount(shopId), 1)

  const again = await push(told, { type: 'text/plain' })
  assert.equal(again.status, 200, 'a repeat is welcome')
  assert.equal(await noticeCount(shopId), 1, 'and changes nothing')
})

test('a forged push is refused and nothing of it is kept', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'douyin')
  const [one, other] = world.sandbox.control.createOrders(2, { shopId: platformShopId }).map(({ tid }) => tid)
  assert.ok(one && other)
  const genuine = bodyOf([{ platformShopId, tid: one }])
  const forged = [
    await push(bodyOf([{ platformShopId, tid: other }]), { signed: genuine }),
    await push(genuine.replace('[{', '[ {'), { signed: genuine }),
    await push(genuine, { appId: '1' }),
  ]
  for (const { status, answer } of forged) {
    assert.equal(status, 401)
    assert.equal(JSON.parse(answer).code, 40041)
  }
  assert.equal(await noticeCount(shopId), 0)
})

test('signed rubbish, an empty list and the console’s trial are answered and change nothing', async () => {
  for (const [body, status] of [
    ['[]', 200],
    ['[{"tag":"0","msg_id":"0","data":"2020-09-10T16:00:00+08:00"}]', 200],
    ['{"a":1}', 400],
    ['[{"tag"', 400],
    ['\u0000', 400],
  ] as const)
    assert.equal((await push(body)).status, status, body)
  assert.equal((await web.inject({ method: 'GET', url: '/push/douyin' })).statusCode, 401)
})

test('one push speaks of shops of several merchants: each gets its own, a shop of nobody and a paused one get nothing', async () => {
  const theirs = await world.t.anotherMerchant()
  const mine = await aConnectedShop(world, 'douyin')
  const other = await aConnectedShop(world, 'douyin', { merchant: theirs })
  const paused = await aConnectedShop(world, 'douyin')
  await world.t.call('owner', pauseShop, { shopId: paused.shopId })
  const nobodys = world.sandbox.control.addShop({ name: '别家的店', platform: 'douyin' }).id
  const told = [mine.platformShopId, other.platformShopId, paused.platformShopId, nobodys].map((platformShopId) => ({
    platformShopId,
    tid: world.sandbox.control.createOrders(1, { shopId: platformShopId })[0]?.tid ?? '',
  }))
  assert.equal((await push(bodyOf(told))).status, 200)
  await Promise.all([world.t.runJobs(), theirs.runJobs()])
  assert.deepEqual([await storedCount(mine.shopId), await storedCount(other.shopId, theirs)], [1, 1])
  assert.equal(await noticeCount(paused.shopId), 0)
})

test('a shop that two merchants have connected is told to both', async () => {
  const theirs = await world.t.anotherMerchant()
  const { shopId, platformShopId } = await aConnectedShop(world, 'douyin')
  const copy = await theirs.shop('同一家店', 'douyin')
  await connect(theirs, copy, platformShopId)
  const tid = world.sandbox.control.createOrders(1, { shopId: platformShopId })[0]?.tid ?? ''
  await push(bodyOf([{ platformShopId, tid }]))
  assert.deepEqual([await noticeCount(shopId), await noticeCount(copy, theirs)], [1, 1])
})

test('the same push arriving many times at once is kept once', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'douyin')
  const made = world.sandbox.control.createOrders(20, { shopId: platformShopId })
  const body = bodyOf(made.map(({ tid }) => ({ platformShopId, tid })))
  const backwards = bodyOf(made.toReversed().map(({ tid }) => ({ platformShopId, tid })))
  const answers = await Promise.all(Array.from({ length: 12 }, (_, place) => push(place % 2 ? body : backwards)))
  assert.ok(answers.every(({ status }) => status === 200))
  assert.equal(await noticeCount(shopId), 20)
  await world.t.runJobs()
  assert.equal(await storedCount(shopId), 20)
})

test('the figures count pushes by platform and outcome', async () => {
  await push('[]')
  await push('[]', { signed: 'x' })
  const { body } = await web.inject({ method: 'GET', url: '/metrics' })
  assert.match(body, /zhanggui_outside_requests_total\{operation="intake.receivePush",subject="douyin",outcome="stored"\} \d/)
  assert.match(body, /outcome="refused"\} \d/)
})

test('a shop with keys of its own has an address of its own: checked by its console, told encrypted, and closed to other shops’ keys', async () => {
  const { shopId, platformShopId } = await aConnectedShop(world, 'wechat', { receivesPushes: true })
  const other = await aConnectedShop(world, 'wechat', { receivesPushes: true })
  const url = await web.listen({ port: 0, host: '127.0.0.1' })
  const addressOf = async (id: string) => {
    const { rows } = await world.t.call('owner', listShops, {})
    return `${url}${rows.find((row) => row.shopId === id)?.pushPath}`
  }
  const register = async (shop: string, address: string) => {
    const body = new URLSearchParams({ shop, address })
    const answer = await fetch(`${world.sandbox.url}/wechat/console/push-address`, { method: 'POST', body, redirect: 'manual' })
    return answer.status
  }
  assert.equal(
    await register(platformShopId, await addressOf(other.shopId)),
    400,
    'another shop’s address does not know the token',
  )
  assert.equal(await register(platformShopId, await addressOf(shopId)), 303)
  world.sandbox.control.createOrders(1, { shopId: platformShopId })
  while ((await noticeCount(shopId)) !== 2) await new Promise((resolve) => setTimeout(resolve, 20))
  await world.t.runJobs()
  assert.deepEqual([await storedCount(shopId), await noticeCount(other.shopId)], [1, 0])
})
