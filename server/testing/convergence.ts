/**
 * Shops on all platforms live through a bad day: pushes get lost, come twice and overtake each other, calls fail, all platforms are out
 * for two minutes, every token ends. Afterwards what we know is held against what the sandbox knows.
 */
import { sql } from '#kernel/db.ts'
import type { OrderView } from '#sandbox/control.ts'
import type { TradeStatus } from '#sandbox/order.ts'
import { createRandom, type Random } from '#sandbox/random.ts'
import type { OrderStatus } from '#server/platforms/platform.ts'
import { type FourPlatforms, fourPlatforms, type TriedShop } from './four-platforms.ts'
import { brokenInvariants } from './invariants.ts'

export type BadDay = { orderCount: number; stepCount: number; stepMs: number; seed: number }
export type Outcome = {
  orderCount: number
  /** Of all our rows against the sandbox's facts; empty = equal. */
  differences: string[]
  /** How long after the last change everything was equal, on the clock of the day. */
  settledAfterMs: number
  quarantined: string[]
  poisoned: string[]
  /** Effects that happened more than once. */
  doubled: string[]
  droppedRatio: number
  renewals: Record<string, number>
}

const MINUTE_MS = 60_000
/** The longest that one pull window of any platform here may take to bring what is missing: Pinduoduo's and Taobao's half an hour. */
const ONE_WINDOW_MS = 30 * MINUTE_MS
const POISONED_RATIO = 0.01
const CHANGED_RATIO = 0.25

type Day = { world: FourPlatforms; random: Random; made: Map<string, TriedShop>; poisoned: Set<string>; young: string[] }

export async function liveThrough(wish: BadDay): Promise<Outcome> {
  const lengthMs = wish.stepCount * wish.stepMs
  const startAt = Date.now() - lengthMs - 2 * ONE_WINDOW_MS
  // Every token ends once in the middle of the day.
  const accessSeconds = Math.round((lengthMs * 0.6) / 1000)
  const world = await fourPlatforms({ startAt, seed: wish.seed, accessSeconds })
  try {
    const day: Day = { world, random: createRandom(wish.seed), made: new Map(), poisoned: new Set(), young: [] }
    const { control } = world.sandbox
    control.setFault({ kind: 'dropPush', ratio: 0.3 })
    control.setFault({ kind: 'duplicatePush', ratio: 0.2 })
    control.setFault({ kind: 'reorderPush', ratio: 0.2 })
    control.setFault({ kind: 'error', ratio: 0.05 })
    const outageFrom = Math.floor(wish.stepCount / 3)
    const outageSteps = Math.max(1, Math.round((2 * MINUTE_MS) / wish.stepMs))
    for (let step = 0; step < wish.stepCount; step += 1) {
      world.setTime(startAt + (step + 1) * wish.stepMs)
      if (step === outageFrom) control.setFault({ kind: 'outage' })
      if (step === outageFrom + outageSteps) control.clearFaults('outage')
      const wanted = Math.round(((step + 1) * wish.orderCount) / wish.stepCount) - day.made.size
      happen(day, wanted)
      await world.round()
    }
    return await settle(day, startAt + lengthMs, wish.stepMs)
  } finally {
    await world.stop()
  }
}

/** New orders on every platform in turn, and changes of some that are there. */
function happen(day: Day, count: number): void {
  const { control } = day.world.sandbox
  for (let number = 0; number < count; number += 1) {
    const shop = day.world.shops[day.made.size % day.world.shops.length]
    if (!shop) return
    // Pinduoduo shows an order only once it is paid.
    const unpaid = shop.platform !== 'pinduoduo' && day.random.next() < 0.2
    const tid = control.createOrders(1, { shopId: shop.platformShopId, unpaid })[0]?.tid ?? ''
    day.made.set(tid, shop)
    day.young.push(tid)
    // What is broken is the amount that was paid, which nobody reads of an unpaid order.
    if (!unpaid && day.random.next() < POISONED_RATIO) {
      control.poison(tid)
      day.poisoned.add(tid)
    }
  }
  for (const tid of day.young) if (day.random.next() < CHANGED_RATIO) change(day, tid)
  day.young = day.young.slice(-20)
}

function change({ world, random, made, poisoned }: Day, tid: string): void {
  if (poisoned.has(tid)) return
  const { control } = world.sandbox
  const order = control.order(tid)
  if (order.closed !== 'no') return
  if (order.paidAt === null) return void (random.next() < 0.8 ? control.payOrder(tid) : control.closeOrder(tid))
  // Pinduoduo knows refunds of whole orders only.
  const oid = made.get(tid)?.platform === 'pinduoduo' ? undefined : order.lines[0]?.oid
  const isAsked = order.lines[0]?.refundStatus === 'WAIT_SELLER_AGREE'
  if (isAsked) return void (random.next() < 0.5 ? control.settleRefund(tid, oid) : control.refuseRefund(tid, oid))
  if (random.next() < 0.5) control.changeAddress(tid, { town: `改${random.next().toString(36).slice(2, 6)}` })
  else control.askRefund(tid, oid)
}

/** Rounds go on, with the same faults, until everything is equal or one window is over. */
async function settle(day: Day, endedAt: number, stepMs: number): Promise<Outcome> {
  let elapsedMs = 0
  let differences = await differencesOf(day)
  while (differences.length > 0 && elapsedMs < ONE_WINDOW_MS) {
    elapsedMs += Math.min(stepMs, 30_000)
    day.world.setTime(endedAt + elapsedMs)
    await day.world.round()
    differences = await differencesOf(day)
  }
  const { t } = day.world
  return {
    orderCount: day.made.size,
    differences,
    settledAfterMs: elapsedMs,
    quarantined: await quarantinedOf(day),
    poisoned: [...day.poisoned].toSorted(),
    doubled: [...(await doubledOf(day)), ...(await brokenInvariants(t.address, t.merchantId))],
    droppedRatio: await droppedRatioOf(day),
    renewals: await renewalsOf(day),
  }
}

const STATUSES: Record<TradeStatus, OrderStatus> = {
  WAIT_BUYER_PAY: 'unpaid',
  WAIT_SELLER_SEND_GOODS: 'paid',
  PAID_FORBID_CONSIGN: 'paid',
  SELLER_CONSIGNED_PART: 'partly_shipped',
  WAIT_BUYER_CONFIRM_GOODS: 'shipped',
  TRADE_FINISHED: 'finished',
  TRADE_CLOSED: 'closed',
  TRADE_CLOSED_BY_TAOBAO: 'cancelled',
}

type OurOrder = { tid: string; status: string; modifiedAt: string; paidFen: string; pieces: number; lineCount: number }
const factsOf = (order: OrderView): string =>
  JSON.stringify([
    STATUSES[order.status],
    new Date(order.modifiedAt).toISOString(),
    order.paidFen,
    order.lines.length,
    order.lines.reduce((sum, line) => sum + line.quantity, 0),
  ])
const toldOf = (order: OurOrder): string =>
  JSON.stringify([order.status, order.modifiedAt, Number(order.paidFen), order.lineCount, order.pieces])

async function differencesOf({ world: { t, sandbox }, made, poisoned }: Day): Promise<string[]> {
  const ours = await t.read((reader) =>
    reader.rows<OurOrder>(sql`
      select o.platform_order_id as tid, o.status, o.modified_at as "modifiedAt", o.paid_fen as "paidFen",
        (select sum(l.quantity) from order_lines l where l.merchant_id = ${reader.merchantId} and l.order_id = o.order_id)::int as pieces,
        (select count(*) from order_lines l where l.merchant_id = ${reader.merchantId} and l.order_id = o.order_id)::int as "lineCount"
      from orders o where o.merchant_id = ${reader.merchantId}`),
  )
  const known = new Map(ours.map((order) => [order.tid, order]))
  const strangers = ours.filter(({ tid }) => !made.has(tid)).map(({ tid }) => `${tid} was never placed`)
  const wrong = [...made].flatMap(([tid, { platform }]) => {
    if (poisoned.has(tid)) return []
    const [order, placed] = [known.get(tid), sandbox.control.order(tid)]
    if (!order) return [`${platform} ${tid} is missing`]
    return toldOf(order) === factsOf(placed) ? [] : [`${platform} ${tid}: ${toldOf(order)}, but ${factsOf(placed)}`]
  })
  return [...strangers, ...wrong]
}

async function quarantinedOf({ world: { t } }: Day): Promise<string[]> {
  const rows = await t.read((reader) =>
    reader.rows<{ tid: string }>(sql`
      select distinct platform_order_id as tid from intake_messages
      where merchant_id = ${reader.merchantId} and state = 'quarantined' order by 1`),
  )
  return rows.map(({ tid }) => tid)
}

/** An order twice, more of a line in parcels than was bought, one version applied twice. */
async function doubledOf({ world: { t } }: Day): Promise<string[]> {
  const rows = await t.read((reader) =>
    reader.rows<{ what: string }>(sql`
      select 'order ' || platform_order_id as what from orders where merchant_id = ${reader.merchantId}
      group by platform_order_id having count(*) > 1
      union all
      select 'line ' || l.platform_line_id from order_lines l
      join parcel_lines p on p.merchant_id = ${reader.merchantId} and p.line_id = l.line_id
      where l.merchant_id = ${reader.merchantId}
      group by l.line_id, l.platform_line_id, l.quantity having sum(p.quantity) > l.quantity
      union all
      select 'message ' || platform_order_id || ' ' || version from intake_messages where merchant_id = ${reader.merchantId}
      group by shop_id, platform_order_id, version having count(*) > 1`),
  )
  return rows.map(({ what }) => what)
}

/** How many orders of the platforms that push to us no push was kept for. */
async function droppedRatioOf({ world: { t, shops }, made }: Day): Promise<number> {
  const rows = await t.read((reader) =>
    reader.rows<{ tid: string }>(sql`
      select distinct platform_order_id as tid from push_notices where merchant_id = ${reader.merchantId}`),
  )
  const pushed = new Set(rows.map(({ tid }) => tid))
  const meant = [...made].filter(([, shop]) => shops.includes(shop) && shop.platform !== 'taobao')
  return meant.filter(([tid]) => !pushed.has(tid)).length / Math.max(1, meant.length)
}

async function renewalsOf({ world: { t, shops } }: Day): Promise<Record<string, number>> {
  const rows = await t.read((reader) =>
    reader.rows<{ shopId: string; version: number }>(sql`
      select shop_id as "shopId", token_version as version from shop_authorisations where merchant_id = ${reader.merchantId}`),
  )
  return Object.fromEntries(
    shops.map(({ platform, shopId }) => [platform, (rows.find((row) => row.shopId === shopId)?.version ?? 0) - 1]),
  )
}
