/** Our stock on the platform's pages: what falls goes first, nothing is forgotten, a refusal stands where it belongs. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { Failure } from '#kernel/failure.ts'
import { addSku } from '#modules/catalog/operations/add-sku.ts'
import { jobContext } from '#modules/intake/testing/job-context.ts'
import { aConnectedShop, aPlatformTeam, type PlatformTeam } from '#modules/intake/testing/platform-shops.ts'
import { adjustStock } from '#modules/inventory/operations/adjust-stock.ts'
import { PLATFORM_NAMES, type PlatformName } from '#sandbox/outside-platform.ts'
import { listListings } from './operations/list-listings.ts'
import { listStockPushes } from './operations/list-stock-pushes.ts'
import { readShopGoods } from './operations/read-shop-goods.ts'
import { setStockPush } from './operations/set-stock-push.ts'
import { startDuePushes } from './operations/start-due-pushes.ts'

let world: PlatformTeam
const skuIds = new Map<string, string>()
before(async () => {
  world = await aPlatformTeam()
  // The database gives jobs out by its own clock: ours stays behind it however far it is moved on below.
  world.t.clock.advance(-8 * 60_000)
})
after(() => world.stop())
beforeEach(() => world.sandbox.control.clearFaults())

async function aShop(platform: PlatformName = 'taobao') {
  const shop = await aConnectedShop(world, platform)
  const goods = world.sandbox.control.products(shop.platformShopId)
  return { ...shop, codes: goods.flatMap(({ skus }) => skus.map(({ merchantSku }) => merchantSku)) }
}
/** Counts these goods: code → pieces. The SKU is made when it is new. */
async function count(pieces: Record<string, number>): Promise<void> {
  const items = []
  for (const [code, onHand] of Object.entries(pieces)) {
    const known = skuIds.get(code)
    const fields = { title: code, variant: '', minPriceFen: null, weightGrams: null }
    const skuId = known ?? (await world.t.call('owner', addSku, { code, ...fields })).skuId
    skuIds.set(code, skuId)
    items.push({ skuId, onHand })
  }
  await world.t.call('owner', adjustStock, { items, reason: '盘点' })
}
const shown = (platformShopId: string, code: string): number | undefined =>
  world.sandbox.control
    .products(platformShopId)
    .flatMap(({ skus }) => skus)
    .find(({ merchantSku }) => merchantSku === code)?.quantity
async function settle(): Promise<void> {
  await jobContext(world.t).call(startDuePushes, {})
  await world.t.runJobs()
}
const on = (shopId: string, more: { version?: number; sharePercent?: number } = {}) =>
  world.t.call('owner', setStockPush, { shopId, isOn: true, version: 0, sharePercent: 100, ...more })

for (const platform of PLATFORM_NAMES)
  test(`a shop of ${platform} that is switched on shows our stock, and follows every count`, async () => {
    const { shopId, platformShopId, codes } = await aShop(platform)
    const [first = '', second = ''] = codes
    await count({ [first]: 7, [second]: 0 })
    await on(shopId)
    await world.t.runJobs()
    assert.deepEqual([shown(platformShopId, first), shown(platformShopId, second)], [7, 0])
    await count({ [first]: 3 })
    await settle()
    assert.equal(shown(platformShopId, first), 3)
    const { rows } = await world.t.call('owner', listStockPushes, {})
    const row = rows.find((each) => each.shopId === shopId)
    assert.ok(row)
    assert.deepEqual([row.isOn, row.behindCount, row.problem], [true, 0, ''])
    assert.equal(row.unmatchedCount, row.listingCount - 2, 'what has no SKU of ours is left alone and told')
  })

test('a share of it is rounded down, and a shop that is switched off is told nothing', async () => {
  const { shopId, platformShopId, codes } = await aShop()
  const [code = ''] = codes
  await count({ [code]: 9 })
  await on(shopId, { sharePercent: 50 })
  await world.t.runJobs()
  assert.equal(shown(platformShopId, code), 4)
  await world.t.call('owner', setStockPush, { shopId, isOn: false, version: 1, sharePercent: 50 })
  await count({ [code]: 2 })
  await settle()
  assert.equal(shown(platformShopId, code), 4)
  const stale = await world.t
    .call('owner', setStockPush, { shopId, isOn: true, version: 1, sharePercent: 50 })
    .catch((error: unknown) => (error instanceof Failure ? error.definition.code : String(error)))
  assert.equal(stale, 'stale')
})

test('while the platform is away the reason stands with the shop; afterwards the newest numbers go, without asking', async () => {
  const { shopId, platformShopId, codes } = await aShop()
  const [code = ''] = codes
  await count({ [code]: 20 })
  await on(shopId)
  await world.t.runJobs()
  world.sandbox.control.setFault({ kind: 'outage', httpStatus: 503 })
  for (const pieces of [15, 11]) {
    await count({ [code]: pieces })
    await settle()
  }
  const problemOf = async () =>
    (await world.t.call('owner', listStockPushes, {})).rows.find((each) => each.shopId === shopId)?.problem
  assert.notEqual(await problemOf(), '')
  assert.equal(shown(platformShopId, code), 20)
  world.sandbox.control.clearFaults()
  world.t.clock.advance(61_000)
  await settle()
  assert.equal(shown(platformShopId, code), 11)
})

test('a lost answer does no harm: the whole number is told again', async () => {
  const { shopId, platformShopId, codes } = await aShop()
  const [code = ''] = codes
  await count({ [code]: 30 })
  await on(shopId)
  await world.t.runJobs()
  await count({ [code]: 12 })
  world.sandbox.control.setFault({ kind: 'lostReply', times: 1 })
  await settle()
  world.t.clock.advance(61_000)
  await settle()
  assert.equal(shown(platformShopId, code), 12)
})

test('what was changed in the platform’s back office, or is sold there no more, is seen with the next reading', async () => {
  const { shopId, platformShopId, codes } = await aShop()
  const [code = ''] = codes
  await count({ [code]: 5 })
  await on(shopId)
  await world.t.runJobs()
  const item = world.sandbox.control.products(platformShopId).find(({ skus }) => skus.some((sku) => sku.merchantSku === code))
  const skuId = item?.skus.find((sku) => sku.merchantSku === code)?.skuId ?? ''
  world.sandbox.control.setStock(platformShopId, item?.itemId ?? '', skuId, 999)
  world.t.clock.advance(60_000)
  await world.t.call('owner', readShopGoods, { shopId })
  await world.t.runJobs()
  await settle()
  assert.equal(shown(platformShopId, code), 5)
  const { rows } = await world.t.call('owner', listListings, { shopId, search: code })
  assert.deepEqual(
    rows.map(({ platformQuantity, wantedQuantity, problem }) => [platformQuantity, wantedQuantity, problem]),
    [[5, 5, '']],
  )
})

test('the list shows a shop of one’s own only, page by page, and can show what is behind or has no SKU', async () => {
  const { shopId, platformShopId } = await aShop()
  world.sandbox.control.addProducts(platformShopId, 120)
  await world.t.call('owner', readShopGoods, { shopId })
  await world.t.runJobs()
  const all: string[] = []
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await world.t.call('owner', listListings, { shopId, state: 'unmatched', ...(cursor && { cursor }) })
    all.push(...page.rows.map((row) => row.platformSkuId))
    cursor = page.next ?? undefined
    more = cursor !== undefined
  }
  assert.equal(new Set(all).size, all.length)
  assert.ok(all.length >= 120, `${all.length}`)
  const other = await world.t.staff('运营', [{ role: 'designer', shopIds: [await world.t.shop()] }])
  assert.deepEqual((await world.t.call({ accountId: other }, listListings, {})).rows, [])
  assert.ok((await world.t.call({ accountId: other }, listStockPushes, {})).rows.every((row) => row.shopId !== shopId))
})
