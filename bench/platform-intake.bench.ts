/**
 * Intake from four platforms at once, each over its own protocol with its own signatures, and what mapping alone takes. Orders are spread
 * unevenly, as a merchant has them: the WeChat Store lists ids only, so its pace of calls is its pace of orders.
 */
import { sql } from '#kernel/db.ts'
import type { PlatformName } from '#sandbox/outside-platform.ts'
import { adapterFor } from '#server/platforms/registry.ts'
import { fillShelves } from './bench-world.ts'
import { ADDED, BASE, pullAll } from './intake.bench.ts'
import { aPlatformWorld, type PlatformWorld } from './platform-world.ts'
import { type BenchOptions, median, type Row } from './row.ts'
import { writeSameRows } from './same-rows.ts'

const TARGET_PER_SECOND = 1000
const MAPPING_TARGET_PER_SECOND = 50_000
const SHARE: Record<PlatformName, number> = { taobao: 0.45, douyin: 0.3, pinduoduo: 0.2, wechat: 0.05 }
const PAGE = 100
const MAPPED = 1000
const ROUNDS = 15

export async function platformIntakeBench({ quick }: BenchOptions): Promise<Row[]> {
  const count = quick ? 1000 : 20_000
  const world = await aPlatformWorld()
  try {
    await fillShelves(world.t)
    for (const { platform, platformShopId } of world.shops)
      await world.control('orders', { count: Math.round(count * SHARE[platform]), shopId: platformShopId })
    const shopIds = world.shops.map(({ shopId }) => shopId)
    const value = count / (await pullAll(world.t, shopIds, count))
    const floor = count / (await writeSameRows(world.t.address, { base: BASE, added: ADDED }, Math.ceil(count / PAGE)))
    const intake = {
      ...{ name: 'intake from four platforms together', value, unit: 'orders/s', floor, ratio: value / floor },
      ...{ target: `≥ ${TARGET_PER_SECOND} orders/s`, pass: value >= TARGET_PER_SECOND },
    }
    const mapping: Row[] = []
    for (const { platform, shopId } of world.shops) mapping.push(mappingRow(platform, await storedMessages(world, shopId)))
    return [intake, ...mapping]
  } finally {
    await world.stop()
  }
}

type Stored = { platformOrderId: string; version: string; body: string }
const storedMessages = ({ t }: PlatformWorld, shopId: string): Promise<Stored[]> =>
  t.read((reader) =>
    reader.rows<Stored>(sql`
      select platform_order_id as "platformOrderId", version, body::text as body from intake_messages
      where merchant_id = ${reader.merchantId} and shop_id = ${shopId} order by message_id limit ${MAPPED}`),
  )

/** From the stored message, parsed, to the order in our words; the floor is a copy of the same values by the platform's own clone. */
function mappingRow(platform: PlatformName, stored: readonly Stored[]): Row {
  const adapter = adapterFor(platform)
  const messages = stored.map(({ body, ...message }) => ({ ...message, body: JSON.parse(body) as unknown }))
  const rates = Array.from({ length: ROUNDS }, () => ratePerSecond(messages, (message) => adapter.readOrder(message)))
  const floors = Array.from({ length: ROUNDS }, () => ratePerSecond(messages, (message) => structuredClone(message)))
  const [value, floor] = [median(rates), median(floors)]
  return {
    ...{ name: `mapping alone, ${platform}`, value, unit: 'orders/s', floor, ratio: value / floor },
    ...{ target: `≥ ${MAPPING_TARGET_PER_SECOND} orders/s`, pass: value >= MAPPING_TARGET_PER_SECOND },
  }
}

function ratePerSecond<T>(items: readonly T[], work: (item: T) => unknown): number {
  const started = performance.now()
  for (const item of items) work(item)
  return (items.length / (performance.now() - started)) * 1000
}
