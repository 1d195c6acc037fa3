import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import {
  aConnectedShop,
  aPlatformTeam,
  consent,
  type PlatformTeam,
  REDIRECT_URL,
} from '#modules/intake/testing/platform-shops.ts'
import { readLog } from '#modules/team/log/operations/read-log.ts'
import { addShop } from './operations/add-shop.ts'
import { finishAuthorisation } from './operations/finish-authorisation.ts'
import { listShops } from './operations/list-shops.ts'
import { pauseShop } from './operations/pause-shop.ts'
import { renameShop } from './operations/rename-shop.ts'
import { resumeShop } from './operations/resume-shop.ts'
import { startAuthorisation } from './operations/start-authorisation.ts'

let world: PlatformTeam
before(async () => {
  world = await aPlatformTeam()
})
after(() => world.stop())

const refusedWith = (code: string) => (error: unknown) => error instanceof Failure && error.definition.code === code
const shopNamed = async (shopId: string) => {
  const { rows } = await world.t.call('owner', listShops, {})
  return rows.find((row) => row.shopId === shopId)
}
const asked = async (who: 'owner' | { accountId: string } = 'owner') => {
  const name = `授权测试${Math.random()}`
  const { id: platformShopId } = world.sandbox.control.addShop({ name })
  const { shopId } = await world.t.call('owner', addShop, { platform: 'taobao', name })
  const { url } = await world.t.call(who, startAuthorisation, { shopId, redirectUrl: REDIRECT_URL })
  return { shopId, answer: await consent(url, platformShopId) }
}

test('a file shop is active at once, a Taobao shop only after its owner has agreed', async () => {
  const file = await world.t.call('owner', addShop, { platform: 'file', name: '自有站' })
  const fileShop = await shopNamed(file.shopId)
  assert.deepEqual([fileShop?.state, fileShop?.authorisation, fileShop?.sync.freshness], ['active', 'none', 'none'])
  const { shopId, answer } = await asked()
  assert.equal((await shopNamed(shopId))?.state, 'unauthorised')
  await world.t.call('owner', finishAuthorisation, answer)
  await world.t.runJobs()
  const shop = await shopNamed(shopId)
  assert.deepEqual([shop?.state, shop?.authorisation], ['active', 'valid'])
  assert.notEqual(shop?.platformShopName, '')
})

test('an unknown platform and a second shop of the same name are refused', async () => {
  await world.t.call('owner', addShop, { platform: 'file', name: '同名店' })
  await assert.rejects(world.t.call('owner', addShop, { platform: 'file', name: '同名店' }), refusedWith('shopExists'))
  await assert.rejects(world.t.call('owner', addShop, { platform: 'ebay', name: '别处' }), refusedWith('unknownPlatform'))
})

test('the platform’s answer is taken once, unchanged, in time, and only from the account that asked', async () => {
  const admin = { accountId: await world.t.staff('总管', [{ role: 'administrator', shopIds: null }]) }
  const { answer } = await asked()
  const taken = refusedWith('stateMismatch')
  await assert.rejects(world.t.call(admin, finishAuthorisation, answer), taken)
  await assert.rejects(world.t.call('owner', finishAuthorisation, { ...answer, state: `${answer.state.slice(0, -2)}xx` }), taken)
  await assert.rejects(world.t.call('owner', finishAuthorisation, { ...answer, state: 'nonsense' }), taken)
  await world.t.call('owner', finishAuthorisation, answer)
  await assert.rejects(world.t.call('owner', finishAuthorisation, answer), taken)
  const late = await asked()
  world.t.clock.advance(10 * 60_000)
  await assert.rejects(world.t.call('owner', finishAuthorisation, late.answer), taken)
  world.t.clock.advance(-10 * 60_000)
  await world.t.runJobs()
})

test('one shop of the platform cannot be authorised under two names', async () => {
  const { platformShopId } = await aConnectedShop(world, 'taobao')
  const twin = await world.t.call('owner', addShop, { platform: 'taobao', name: '同一家店' })
  const { url } = await world.t.call('owner', startAuthorisation, { shopId: twin.shopId, redirectUrl: REDIRECT_URL })
  await world.t.call('owner', finishAuthorisation, await consent(url, platformShopId))
  await world.t.runJobs()
  const shop = await shopNamed(twin.shopId)
  assert.equal(shop?.state, 'unauthorised')
  assert.match(shop?.sync.lastError ?? '', /已存在/)
})

test('a code that is no longer good leaves the reason with the shop', async () => {
  const { shopId, answer } = await asked()
  await world.t.call('owner', finishAuthorisation, { ...answer, code: 'spent' })
  await world.t.runJobs()
  const shop = await shopNamed(shopId)
  assert.equal(shop?.state, 'unauthorised')
  assert.ok(shop?.sync.lastError)
})

test('a shop outside one’s scope does not exist: not in the list, not by its id', async () => {
  const mine = await world.t.call('owner', addShop, { platform: 'file', name: '我的店' })
  const other = await world.t.call('owner', addShop, { platform: 'file', name: '别人的店' })
  const keeper = { accountId: await world.t.staff('一店之长', [{ role: 'administrator', shopIds: [mine.shopId] }]) }
  assert.deepEqual(
    (await world.t.call(keeper, listShops, {})).rows.map((row) => row.shopId),
    [mine.shopId],
  )
  const notFound = refusedWith('notFound')
  await assert.rejects(world.t.call(keeper, pauseShop, { shopId: other.shopId }), notFound)
  await assert.rejects(world.t.call(keeper, renameShop, { shopId: other.shopId, version: 1, name: '夺' }), notFound)
  await assert.rejects(world.t.call(keeper, startAuthorisation, { shopId: other.shopId, redirectUrl: REDIRECT_URL }), notFound)
  const stranger = await world.t.anotherMerchant()
  await assert.rejects(stranger.call('owner', pauseShop, { shopId: mine.shopId }), notFound)
})

test('two people who rename a shop at once: the second is told', async () => {
  const { shopId } = await world.t.call('owner', addShop, { platform: 'file', name: '待改名' })
  assert.deepEqual(await world.t.call('owner', renameShop, { shopId, version: 1, name: '新名' }), { version: 2 })
  await assert.rejects(world.t.call('owner', renameShop, { shopId, version: 1, name: '旧页面' }), refusedWith('stale'))
})

test('a paused shop goes on as what it was', async () => {
  const { shopId } = await aConnectedShop(world, 'taobao')
  await world.t.call('owner', pauseShop, { shopId })
  assert.equal((await shopNamed(shopId))?.state, 'paused')
  await world.t.call('owner', resumeShop, { shopId })
  assert.equal((await shopNamed(shopId))?.state, 'active')
})

test('tokens lie sealed in the database and in no log entry', async () => {
  const { shopId } = await aConnectedShop(world, 'taobao')
  const row = await world.t.read((reader) =>
    reader.maybe<{ access: Buffer }>(sql`
      select access_token_sealed as access from shop_authorisations where merchant_id = ${reader.merchantId} and shop_id = ${shopId}`),
  )
  assert.ok(row && row.access.length > 30)
  const plain = world.t.app.kernel.world.vault.open(world.t.merchantId, row.access)
  assert.doesNotMatch(row.access.toString('latin1'), new RegExp(plain))
  const log = await world.t.call('owner', readLog, { objectKind: 'shop', objectId: shopId })
  assert.ok(log.rows.some((entry) => entry.operation === 'shops.saveTokens'))
  assert.ok(!JSON.stringify(log).includes(plain))
})
