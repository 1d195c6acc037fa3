/** Stock counted anew for every SKU, and how long until all four platforms show it, each called no faster than its pace allows. */
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { startRecurring } from '#kernel/recurring.ts'
import { knownRuleValue } from '#kernel/rule-packs.ts'
import { startWorker } from '#kernel/worker.ts'
import { adjustStock } from '#modules/inventory/operations/adjust-stock.ts'
import { addOpeningStock } from '#modules/inventory/public.ts'
import { listingsModule } from '#modules/listings/listings-module.ts'
import { listStockPushes } from '#modules/listings/operations/list-stock-pushes.ts'
import { setStockPush } from '#modules/listings/operations/set-stock-push.ts'
import type { PlatformName } from '#sandbox/outside-platform.ts'
import { jobHandlers } from '#server/app.ts'
import { aPlatformWorld, type PlatformShop, type PlatformWorld } from './platform-world.ts'
import type { BenchOptions, Row } from './row.ts'

const TARGET_SECONDS = 60
const COUNTED_AT_ONCE = 500
const BEFORE = 500
const PATIENCE_MS = 600_000

type Sku = { skuId: string; code: string }
type Product = { skus: { merchantSku: string; quantity: number }[] }

export async function stockPushBench({ quick }: BenchOptions): Promise<Row[]> {
  const count = quick ? 500 : 5000
  const world = await aPlatformWorld()
  // The pace of calls wants a clock that goes on.
  Object.defineProperty(world.t.clock, 'now', { get: () => new Date() })
  const worker = startWorker(world.t.app.kernel, jobHandlers(), { concurrency: 8 })
  world.t.app.onWake(worker.wake)
  const stopRecurring = startRecurring(world.t.app.kernel, listingsModule.recurring ?? [], worker.wake)
  try {
    const skus = await listEverywhere(world, count)
    for (const { shopId } of world.shops)
      await world.t.call('owner', setStockPush, { shopId, isOn: true, version: 0, sharePercent: 100 })
    await untilTold(world, world.shops, count)
    const started = performance.now()
    const wanted = await countAnew(world, skus)
    const rows: Row[] = []
    const left = new Set(world.shops)
    while (left.size > 0) {
      for (const shop of await toldShops(world, [...left], count)) {
        left.delete(shop)
        rows.push(rowOf(shop.platform, count, (performance.now() - started) / 1000))
      }
      if (performance.now() - started > PATIENCE_MS) throw new Error(`not told: ${[...left].map(({ platform }) => platform)}`)
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    for (const shop of world.shops) await requireShown(world, shop, wanted)
    return rows.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  } finally {
    await stopRecurring()
    await worker.stop()
    await world.stop()
  }
}

/** One call for each SKU, as fast as the pace allows with one second's calls saved up. */
function rowOf(platform: PlatformName, count: number, value: number): Row {
  const perSecond = knownRuleValue(platform, 'callsPerSecond', 'calls per second') ?? Number.NaN
  const floor = Math.max(count - perSecond, 1) / perSecond
  return {
    ...{
      name: `stock of ${count} SKUs told to ${platform} (${perSecond} calls/s)`,
      value,
      unit: 's',
      floor,
      ratio: value / floor,
    },
    ...{ target: `≤ ${TARGET_SECONDS} s for 5,000`, pass: value <= TARGET_SECONDS },
  }
}

/** Goods of one SKU each, the dearest case: every shop sells all of them. */
async function listEverywhere({ t, shops, control }: PlatformWorld, count: number): Promise<Sku[]> {
  let codes: string[] = []
  for (const { platformShopId: shopId } of shops)
    codes = (await control<Product[]>('products', { shopId, count })).flatMap((product) =>
      product.skus.map((sku) => sku.merchantSku),
    )
  const skus = codes.map((code) => ({ skuId: newId(), code }))
  await t.write(async (tx) => {
    await tx.write(sql`
      insert into skus (merchant_id, sku_id, code, title, weight_grams)
      select ${tx.merchantId}, s."skuId", s.code, s.code, 300
      from jsonb_to_recordset(${JSON.stringify(skus)}::jsonb) as s("skuId" uuid, code text)`)
    const opening = skus.map(({ skuId }) => ({ skuId, onHand: BEFORE }))
    await addOpeningStock(tx, opening, { name: 'bench', now: t.clock.now })
  })
  return skus
}

/** Half of it falls, half of it rises, no two alike. */
async function countAnew({ t }: PlatformWorld, skus: readonly Sku[]): Promise<Map<string, number>> {
  const wanted = new Map<string, number>()
  for (let start = 0; start < skus.length; start += COUNTED_AT_ONCE) {
    const items = skus.slice(start, start + COUNTED_AT_ONCE).map(({ skuId, code }, place) => {
      const onHand = (start + place) % 2 === 0 ? (start + place) % BEFORE : BEFORE + 1 + start + place
      wanted.set(code, onHand)
      return { skuId, onHand }
    })
    await t.call('owner', adjustStock, { items, reason: 'bench' })
  }
  return wanted
}

async function toldShops({ t }: PlatformWorld, shops: readonly PlatformShop[], count: number): Promise<PlatformShop[]> {
  const { rows } = await t.call('owner', listStockPushes, {})
  return shops.filter(({ shopId }) => {
    const row = rows.find((each) => each.shopId === shopId)
    return row !== undefined && row.listingCount >= count && row.behindCount === 0
  })
}

async function untilTold(world: PlatformWorld, shops: readonly PlatformShop[], count: number): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS
  while ((await toldShops(world, shops, count)).length < shops.length) {
    if (performance.now() > giveUpAt) throw new Error('the goods of the shops were not read')
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

/** What the platform's page says at the end is what was counted. */
async function requireShown({ control }: PlatformWorld, shop: PlatformShop, wanted: ReadonlyMap<string, number>): Promise<void> {
  const products = await control<Product[]>(`products?shopId=${shop.platformShopId}`)
  const wrong = products
    .flatMap(({ skus }) => skus)
    .filter((sku) => wanted.has(sku.merchantSku) && wanted.get(sku.merchantSku) !== sku.quantity)
  if (wrong.length > 0) throw new Error(`${shop.platform} shows ${wrong.length} wrong numbers, e.g. ${JSON.stringify(wrong[0])}`)
}
