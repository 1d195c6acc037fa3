/** The lists of orders and parcels, 50 a page, with filters, at ten thousand and at a million orders; and what the runner adds to SQL. */

import { orders } from '#contract/orders.ts'
import { sql } from '#kernel/db.ts'
import { query } from '#kernel/operation.ts'
import { listOrders } from '#modules/orders/operations/list-orders.ts'
import { listParcels } from '#modules/orders/operations/list-parcels.ts'
import { viewsOf } from '#modules/orders/saved-view-store.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { SHOP_SHARES, seedOrders } from './lists-seed.ts'
import { type BenchOptions, median, percentile, type Row } from './row.ts'

const TARGET_MS = 30
const TARGET_GROWTH = 1.5
const TARGET_OVERHEAD_MS = 0.4
const PAGE = 50

type Ask = { name: string; run(t: TestTeam): Promise<{ rows: readonly unknown[] }> }
type Place = { t: TestTeam; asks: Ask[]; shopIds: string[]; times: number[][]; floor: number[] }

export async function listsBench({ quick }: BenchOptions): Promise<Row[]> {
  return (await measureLists(quick)).rows
}

async function measureLists(quick: boolean) {
  const [few, many] = quick ? [10_000, 100_000] : [10_000, 1_000_000]
  const small = await aPlace(few)
  try {
    const large = await aPlace(many)
    try {
      await takeTurns([small, large], quick ? 15 : 40)
      const byAsk = await compare(small, large)
      const rows = [...listRows(large, byAsk, few, many), overheadRow(await runnerCost(small.t))]
      return { rows, byAsk }
    } finally {
      await large.t.drop()
    }
  } finally {
    await small.t.drop()
  }
}

async function aPlace(count: number): Promise<Place> {
  const t = await aTeam({ environment: { NODE_ENV: 'production' } })
  const shopIds: string[] = []
  for (const n of SHOP_SHARES.keys()) shopIds.push(await t.shop(`店铺${n}`))
  await seedOrders(t.address, { merchantId: t.merchantId, accountId: t.ownerId, shopIds }, count)
  const restricted = await t.staff('小店客服', [{ role: 'inSaleService', shopIds: shopIds.slice(-2) }])
  const asks = await asksOf(t, shopIds, { accountId: restricted })
  return { t, asks, shopIds, times: asks.map(() => []), floor: [] }
}

/** Both sizes in the same minutes, so that a busy machine does not pass for growth. */
async function takeTurns(places: readonly Place[], rounds: number): Promise<void> {
  // The first rounds fill the caches and prepare the statements.
  for (let round = -6; round < rounds; round++) {
    for (const { t, asks, shopIds, times, floor } of places) {
      for (const [n, ask] of asks.entries()) {
        const ms = await millisecondsOf(() => ask.run(t))
        if (round >= 0) times[n]?.push(ms)
      }
      const bare = await millisecondsOf(() => barePage(t, shopIds[0] ?? ''))
      if (round >= 0) floor.push(bare)
    }
  }
}

type Compared = { name: string; p50: number; p95: number; p50Small: number; rows: number; rowsSmall: number }
async function compare(small: Place, large: Place): Promise<Compared[]> {
  const compared: Compared[] = []
  for (const [n, ask] of large.asks.entries()) {
    const { rows } = await ask.run(large.t)
    const rowsSmall = (await small.asks[n]?.run(small.t))?.rows.length ?? 0
    const times = large.times[n] ?? []
    compared.push({
      ...{ name: ask.name, p50: median(times), p95: percentile(times, 0.95), p50Small: median(small.times[n] ?? []) },
      ...{ rows: rows.length, rowsSmall },
    })
  }
  return compared
}

function listRows(large: Place, byAsk: readonly Compared[], few: number, many: number): Row[] {
  const [from, to] = [few.toLocaleString('en'), many.toLocaleString('en')]
  const p95 = percentile(large.times.flat(), 0.95)
  const floor = percentile(large.floor, 0.95)
  // Where ten thousand orders hold fewer rows of a kind than a page, the two do different work.
  const growth = median(byAsk.filter((ask) => ask.rows === ask.rowsSmall).map((ask) => ask.p50 / ask.p50Small))
  const [slowest] = byAsk.toSorted((a, b) => b.p50 - a.p50)
  return [
    {
      name: `list of ${PAGE} with filters at ${to} orders, p95`,
      value: p95,
      ...unitMs(floor),
      ratio: p95 / floor,
      ...within(p95),
    },
    {
      ...{ name: `list: growth from ${from} to ${to} orders`, value: growth, unit: '×', floor: null, ratio: null },
      ...{ target: `≤ ${TARGET_GROWTH} ×`, pass: growth <= TARGET_GROWTH },
    },
    ...(slowest === undefined
      ? []
      : [
          {
            ...{ name: `slowest of the lists (${slowest.name}), p95`, value: slowest.p95, ...unitMs(floor) },
            ...{ ratio: slowest.p95 / floor, ...within(slowest.p95) },
          },
        ]),
  ]
}
const unitMs = (floor: number) => ({ unit: 'ms', floor })
const within = (value: number) => ({ target: `≤ ${TARGET_MS} ms`, pass: value <= TARGET_MS })

const overheadRow = ({ overheadMs, sqlMs }: { overheadMs: number; sqlMs: number }): Row => ({
  ...{ name: 'an operation beside its SQL alone, added by the runner, p50', value: overheadMs, ...unitMs(sqlMs) },
  ...{ ratio: (sqlMs + overheadMs) / sqlMs, target: `≤ ${TARGET_OVERHEAD_MS} ms`, pass: overheadMs <= TARGET_OVERHEAD_MS },
})

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

type Filters<O extends typeof listOrders | typeof listParcels> = NonNullable<Parameters<O['run']>[1]['filters']>

/** What a working day asks: common filters and rare ones, wide eyes and narrow ones, searches, a second page. */
async function asksOf(t: TestTeam, shopIds: readonly string[], restricted: { accountId: string }): Promise<Ask[]> {
  const example = await t.read((reader) =>
    reader.maybe<{ number: string; nick: string; waybill: string }>(sql`
      select o.platform_order_id as number, o.buyer_nick as nick, p.waybill_number as waybill from parcels p
      join parcel_lines pl on pl.merchant_id = ${t.merchantId} and pl.parcel_id = p.parcel_id
      join orders o on o.merchant_id = ${t.merchantId} and o.order_id = pl.order_id
      where p.merchant_id = ${t.merchantId} and p.station = 'shipped' order by p.created_at desc limit 1 offset 300`),
  )
  const { number = '', nick = '', waybill = '' } = example ?? {}
  const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString()
  const inOrders = (name: string, filters: Filters<typeof listOrders>, who: 'owner' | typeof restricted = 'owner'): Ask => ({
    name: `orders, ${name}`,
    run: (team) => team.call(who, listOrders, { filters }),
  })
  const inParcels = (name: string, filters: Filters<typeof listParcels>, sort: 'newest' | 'deadline' = 'newest'): Ask => ({
    name: `parcels, ${name}`,
    run: (team) => team.call('owner', listParcels, { filters, sort }),
  })
  const { next } = await t.call('owner', listOrders, { filters: { statuses: ['finished'] } })
  return [
    inOrders('newest', {}),
    inOrders('as seen by one of small shops only', {}, restricted),
    inOrders('waiting to be shipped', { statuses: ['paid', 'partly_shipped'] }),
    inOrders('a large shop', { shopIds: shopIds.slice(0, 1) }),
    inOrders('a rare province in a small shop', { shopIds: shopIds.slice(-1), province: '西藏自治区' }),
    inOrders('a common province', { province: '广东省' }),
    inOrders('with a refund, one province', { hasRefund: true, province: '山东省' }),
    inOrders('ten days long ago', { createdFrom: day(200), createdTo: day(190) }),
    inOrders('by order number', { search: number }),
    inOrders('by the beginning of an order number', { search: number.slice(0, -5) }),
    inOrders('by nick', { search: nick }),
    {
      name: 'orders, second page',
      run: (team) => team.call('owner', listOrders, { filters: { statuses: ['finished'] }, cursor: next }),
    },
    inParcels('newest', {}),
    inParcels('to be reviewed, nearest deadline', { stations: ['review'] }, 'deadline'),
    inParcels('to be reviewed and free', { stations: ['review'], claimed: 'nobody' }),
    inParcels('held with a flag', { stations: ['held'], flag: '合' }),
    inParcels('a rare flag', { flag: '址' }),
    inParcels('a rare province', { province: '西藏自治区' }),
    inParcels('write-back failed', { writeBack: 'failed' }),
    inParcels('by waybill', { search: waybill }),
  ]
}

/** The least that answers a page: one prepared statement along an index, in a transaction of the same shape. */
const barePage = (t: TestTeam, shopId: string): Promise<unknown> =>
  t.read((reader) =>
    reader.rows(sql`
      select o.* from orders o where o.merchant_id = ${t.merchantId} and o.shop_id = ${shopId} and o.status = 'finished'
        and (o.created_at, o.order_id) < (now(), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
      order by o.created_at desc, o.order_id desc limit ${PAGE}`),
  )

const smallQuery = query({
  name: 'bench.smallQuery',
  ...orders.listViews,
  summary: 'One small statement.',
  access: { permission: 'orders.view', scope: 'shared' },
  errors: [],
  run: async (reader, _input, actor) => ({ rows: await viewsOf(reader, actor.accountId) }),
})

/** A small query through the runner and the same statement without it, in turns. */
async function runnerCost(t: TestTeam): Promise<{ overheadMs: number; sqlMs: number }> {
  const through: number[] = []
  const alone: number[] = []
  for (let n = 0; n < 600; n++) {
    const withRunner = await millisecondsOf(() => t.call('owner', smallQuery, {}))
    const without = await millisecondsOf(() => t.read((reader) => viewsOf(reader, t.ownerId)))
    if (n < 100) continue
    through.push(withRunner)
    alone.push(without)
  }
  const sqlMs = median(alone)
  return { overheadMs: median(through) - sqlMs, sqlMs }
}

if (import.meta.main) {
  const { rows, byAsk } = await measureLists(process.argv.includes('--quick'))
  console.table(byAsk)
  console.table(rows)
}
