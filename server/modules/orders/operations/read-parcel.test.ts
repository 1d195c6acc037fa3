import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import type { Principal } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import { filePath } from '#kernel/files.ts'
import { newId } from '#kernel/ids.ts'
import { visibleFact } from '#kernel/realtime.ts'
import { may, rightsOf } from '#kernel/rights.ts'
import { exportOrders } from '#modules/orders/export/operations/export-orders.ts'
import { listExports } from '#modules/orders/export/operations/list-exports.ts'
import { parcelsChanged } from '#modules/orders/order-events.ts'
import { aLine, aReceiver, aSnapshot, intake, parcelsOf } from '#modules/orders/testing/order-samples.ts'
import { aReachTeam, everyLimit, type ParcelFacts, type ReachTeam, someGrants } from '#modules/orders/testing/reach-samples.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { setSellerNotes } from '../notes/operations/set-seller-notes.ts'
import { countStations } from './count-stations.ts'
import { holdParcels } from './hold-parcels.ts'
import { listOrders } from './list-orders.ts'
import { listParcels } from './list-parcels.ts'
import { readParcel } from './read-parcel.ts'
import { revealReceiver } from './reveal-receiver.ts'
import { setNote } from './set-note.ts'
import { summarizeOrders } from './summarize-orders.ts'

let t: TestTeam
let shopId: string
before(async () => {
  t = await aTeam({ startAt: new Date('2026-03-10T00:00:00Z') })
  shopId = await t.shop()
  const same = { buyerKey: 'b1', receiverKey: 'r1', buyerNick: '林小满' }
  await intake(
    t,
    shopId,
    aSnapshot('1001', {
      ...same,
      buyerNote: '周末送',
      lines: [aLine(), aLine({ platformLineId: '2', title: '袜子', quantity: 3 })],
    }),
    aSnapshot('1002', { ...same, createdAt: '2026-03-02T02:00:00.000Z', modifiedAt: '2026-03-02T02:00:00.000Z' }),
    aSnapshot('1003', { receiver: aReceiver({ name: '王**', phone: '138****0001', address: '***' }), receiverMasked: true }),
  )
})
after(() => t.drop())

const parcelOf = async (orderId: string): Promise<string> =>
  (await parcelsOf(t)).find((parcel) => parcel.orders === orderId)?.parcelId ?? ''

test('the page of a parcel shows lines, orders with their notes, findings and what it could be merged with', async () => {
  const parcelId = await parcelOf('1001')
  const page = await t.call('inSaleService', readParcel, { parcelId })
  assert.deepEqual(
    page.lines.map((line) => [line.platformOrderId, line.title, line.quantity, line.priceFen]),
    [
      ['1001', '纯棉T恤', 1, 9900],
      ['1001', '袜子', 3, 9900],
    ],
  )
  assert.deepEqual(
    page.orders.map((order) => [order.platformOrderId, order.buyerNote, order.paidFen]),
    [['1001', '周末送', 39_600]],
  )
  assert.deepEqual(
    page.mergeable.map((other) => other.parcelId),
    [await parcelOf('1002')],
  )
  assert.equal(page.mergeableCount, 1)
  assert.ok(page.findings.some((finding) => finding.code === 'mergeable'))
})

test('the receiver is masked for everybody; who may sees it in plain, and that stands in the log without the data', async () => {
  const parcelId = await parcelOf('1001')
  const { receiver } = await t.call('owner', readParcel, { parcelId })
  assert.deepEqual(receiver, {
    ...{ name: '林**', phone: '139****5678', province: '浙江省', city: '杭州市', district: '西湖区', town: '', address: '***' },
    masked: true,
  })
  await assert.rejects(t.call('orderReviewer', revealReceiver, { parcelId }), /notPermitted/)
  const plain = await t.call('supervisor', revealReceiver, { parcelId })
  assert.deepEqual([plain.name, plain.phone, plain.address, plain.masked], ['林小满', '13912345678', '文三路90号1幢', false])
  const { timeline } = await t.call('owner', readParcel, { parcelId })
  const looked = timeline.filter((row) => row.operation === 'orders.revealReceiver' && row.outcome === 'done')
  assert.equal(looked.length, 1)
  assert.doesNotMatch(JSON.stringify(looked), /林小满|13912345678|文三路/)
})

test('a masked receiver of a shop without a platform behind it says why nobody sees it in plain, and costs nothing', async () => {
  const parcelId = await parcelOf('1003')
  const { receiver } = await t.call('owner', readParcel, { parcelId })
  assert.deepEqual([receiver.name, receiver.phone, receiver.address], ['王**', '138****0001', '***'])
  await assert.rejects(t.call('owner', revealReceiver, { parcelId }), /revealNotOffered/)
})

test('the timeline tells what was done to the parcel and to its orders, newest first', async () => {
  const parcelId = await parcelOf('1002')
  const [order] = (await t.call('owner', readParcel, { parcelId })).orders
  await t.call('orderReviewer', holdParcels, { parcelIds: [parcelId], reason: '等客户回复' })
  t.clock.advance(1000)
  await t.call('inSaleService', setNote, { orderId: order?.orderId ?? '', note: '已回电' })
  const page = await t.call('owner', readParcel, { parcelId })
  const acts = page.timeline.map((row) => [row.operation, row.actorName])
  assert.deepEqual(acts.slice(0, 2), [
    ['orders.setNote', 'inSaleService'],
    ['orders.holdParcels', 'orderReviewer'],
  ])
  assert.equal(page.timeline[1]?.details.reason, '等客户回复')
  assert.equal(page.orders[0]?.internalNote, '已回电')
  assert.equal(page.holdReason, '等客户回复')
})

test('a parcel of another shop answers exactly as one that does not exist', async () => {
  const otherShop = await t.shop()
  const accountId = await t.staff('外店', [{ role: 'supervisor', shopIds: [otherShop] }])
  const refusal = (asking: Promise<unknown>): Promise<string> =>
    asking.then(
      () => 'answered',
      (error: Error) => error.message,
    )
  const who = { accountId }
  for (const ask of [
    (parcelId: string) => t.call(who, readParcel, { parcelId }),
    (parcelId: string) => t.call(who, revealReceiver, { parcelId }),
  ]) {
    const foreign = await refusal(ask(await parcelOf('1001')))
    assert.equal(foreign, await refusal(ask(newId())))
    assert.match(foreign, /notFound/)
  }
  const [order] = (await t.call('owner', readParcel, { parcelId: await parcelOf('1001') })).orders
  await assert.rejects(t.call(who, setNote, { orderId: order?.orderId ?? '', note: '不是我的' }), /notFound/)
  const told = await t.call(who, setSellerNotes, { orderIds: [order?.orderId ?? ''], note: '不是我的' })
  assert.deepEqual([told.done, told.refused.map(({ code }) => code)], [[], ['notFound']])
})

test('whoever may not see orders sees no list, no page and no count', async () => {
  const parcelId = await parcelOf('1001')
  await assert.rejects(t.call('marketer', listOrders, {}), /notPermitted/)
  await assert.rejects(t.call('marketer', listParcels, {}), /notPermitted/)
  await assert.rejects(t.call('marketer', readParcel, { parcelId }), /notPermitted/)
  await assert.rejects(t.call('marketer', countStations, {}), /notPermitted/)
})

test('whatever the grants over shops, warehouses and people: listed, counted, found, opened and told are the same parcels and orders', async () => {
  const team = await aReachTeam(48)
  try {
    const all = await team.t.read((reader) =>
      reader.rows<{ orderId: string; shopId: string; number: string }>(
        sql`select order_id as "orderId", shop_id as "shopId", platform_order_id as number from orders where merchant_id = ${reader.merchantId}`,
      ),
    )
    await fc.assert(
      fc.asyncProperty(someGrants(team), async ({ grants, departmentId }) => {
        const who = await team.actor(grants, departmentId)
        const principal = await team.t.principalOf(who)
        const parcels = await team.parcels()
        const seen = parcels.filter((row) => may(rightsOf(principal), 'orders.view', row))
        if (!principal.grants.some((grant) => grant.permissions.has('orders.view'))) {
          await assert.rejects(team.t.call(who, listParcels, {}), /notPermitted/)
          return
        }
        await listsAre(team, who, seen)
        await countsAre(team, who, principal.accountId, seen)
        await openAre(team, who, principal, parcels)
        const orders = all.filter((row) => may(rightsOf(principal), 'orders.view', row))
        await ordersAre(team, who, orders, seen)
        await summaryIs(team, who, all.filter((row) => may(rightsOf(principal), 'orders.summary', row)).length, principal)
        await exportIs(team, who, principal, all, parcels)
        for (const parcel of parcels) toldIs(principal, parcel)
      }),
      { numRuns: 15, examples: everyLimit(team) },
    )
  } finally {
    await team.drop()
  }
})

type Actor = { accountId: string }
const idsOf = (rows: readonly { parcelId: string }[]): string[] => rows.map((row) => row.parcelId).sort()

/** In whole and page by page, in every order, by warehouse, by hands, and by what a person types. */
async function listsAre({ t, warehouseIds }: ReachTeam, who: Actor, seen: readonly ParcelFacts[]): Promise<void> {
  const listed = async (input: Parameters<typeof listParcels.run>[1]): Promise<string[]> =>
    idsOf((await t.call(who, listParcels, { limit: 1000, ...input })).rows)
  assert.deepEqual(await listed({}), idsOf(seen))
  for (const sort of ['newest', 'deadline'] as const) assert.deepEqual((await pagesOf(t, who, sort)).sort(), idsOf(seen))
  for (const warehouseId of warehouseIds)
    assert.deepEqual(
      await listed({ filters: { warehouseIds: [warehouseId] } }),
      idsOf(seen.filter((row) => row.warehouseId === warehouseId)),
    )
  assert.deepEqual(
    await listed({ filters: { claimed: 'others' } }),
    idsOf(seen.filter((row) => row.holderId !== null && row.holderId !== who.accountId)),
  )
  assert.deepEqual(await listed({ filters: { search: '88' } }), idsOf(seen))
  assert.deepEqual(await listed({ filters: { flag: '合', search: '88' } }), await listed({ filters: { flag: '合' } }))
}

async function pagesOf(t: TestTeam, who: Actor, sort: 'newest' | 'deadline'): Promise<string[]> {
  const found: string[] = []
  for (let cursor: string | null = null; ; ) {
    const page: { rows: { parcelId: string }[]; next: string | null } = await t.call(who, listParcels, { sort, limit: 7, cursor })
    found.push(...page.rows.map((row) => row.parcelId))
    if (page.next === null) return found
    cursor = page.next
  }
}

async function countsAre({ t }: ReachTeam, who: Actor, accountId: string, seen: readonly ParcelFacts[]): Promise<void> {
  const counted = await t.call(who, countStations, {})
  const open = seen.filter((row) => row.station !== 'shipped' && row.station !== 'stopped')
  const count = (isCounted: (row: ParcelFacts) => boolean): number => seen.filter(isCounted).length
  const atStations = [...Map.groupBy(open, (row) => row.station)].map(([name, rows]) => [name, rows.length])
  assert.deepEqual(counted, {
    stations: { ...Object.fromEntries(atStations), shipped: count((row) => row.shippedToday) },
    mine: count((row) => row.holderId === accountId),
    late: count((row) => row.isLate),
    writeBackFailed: count((row) => row.writeBackFailed),
    quarantined: 0,
  })
}

async function openAre({ t }: ReachTeam, who: Actor, principal: Principal, parcels: readonly ParcelFacts[]): Promise<void> {
  for (const row of parcels) {
    const mayOpen = may(rightsOf(principal), 'orders.view', row)
    const page = await t.call(who, readParcel, { parcelId: row.parcelId }).catch((error: Error) => error.message)
    assert.equal(typeof page === 'object', mayOpen)
    if (typeof page !== 'object') continue
    const mergeable = idsOf(parcels.filter((other) => couldMerge(row, other) && may(rightsOf(principal), 'orders.view', other)))
    assert.deepEqual(idsOf(page.mergeable), mergeable, 'what is not reached is neither offered for a merge nor counted')
    assert.equal(page.mergeableCount, mergeable.length)
  }
}

const OPEN = ['buffer', 'review', 'held', 'waybill']
const couldMerge = (one: ParcelFacts, other: ParcelFacts): boolean =>
  one.parcelId !== other.parcelId &&
  [one, other].every((row) => OPEN.includes(row.station)) &&
  (['shopId', 'warehouseId', 'receiverKey'] as const).every((key) => one[key] === other[key])

/** Orders have a shop and nothing else; the parcels beside them, and the numbers of parcels they are found by, are those one reaches. */
async function ordersAre(
  { t, parcels: allParcels }: ReachTeam,
  who: Actor,
  orders: readonly { orderId: string }[],
  seen: readonly ParcelFacts[],
): Promise<void> {
  const { rows } = await t.call(who, listOrders, {})
  assert.deepEqual(rows.map((row) => row.orderId).sort(), orders.map((row) => row.orderId).sort())
  const shown = rows.flatMap((row) => row.parcels.map((parcel) => parcel.parcelId))
  assert.deepEqual(
    shown.sort(),
    seen
      .flatMap((row) => row.orderIds.filter((id) => orders.some((order) => order.orderId === id)).map(() => row.parcelId))
      .sort(),
  )
  const reached = new Set(idsOf(seen))
  for (const parcel of (await allParcels()).filter((row) => row.waybillNumber !== '').slice(0, 4)) {
    const found = await t.call(who, listOrders, { filters: { search: parcel.waybillNumber } })
    assert.equal(found.rows.length, reached.has(parcel.parcelId) ? parcel.orderIds.length : 0)
  }
}

async function summaryIs({ t }: ReachTeam, who: Actor, count: number, principal: Principal): Promise<void> {
  if (!principal.grants.some((grant) => grant.permissions.has('orders.summary'))) return
  assert.equal((await t.call(who, summarizeOrders, {})).total.orders, count)
}

/** The file holds the orders one may export, and beside them the numbers of those parcels alone that are reached with that right. */
async function exportIs(
  { t }: ReachTeam,
  who: Actor,
  principal: Principal,
  orders: readonly { shopId: string; number: string }[],
  parcels: readonly ParcelFacts[],
): Promise<void> {
  if (!principal.grants.some((grant) => grant.permissions.has('orders.export'))) {
    await assert.rejects(t.call(who, exportOrders, { format: 'csv' }), /notPermitted/)
    return
  }
  await t.call(who, exportOrders, { format: 'csv' })
  await t.runJobs()
  const [made] = (await t.call(who, listExports, {})).rows
  const text = readFileSync(filePath(t.app.kernel.world, t.merchantId, made?.fileId ?? ''), 'utf8')
  const rows: Record<string, string>[] = parse(text, { bom: true, columns: true })
  const expected = orders.filter((row) => may(rightsOf(principal), 'orders.export', row)).map((row) => row.number)
  assert.deepEqual(rows.map((row) => row.订单号).sort(), expected.sort())
  for (const parcel of parcels)
    if (!may(rightsOf(principal), 'orders.export', parcel)) assert.ok(!text.includes(parcel.number), parcel.number)
}

/** A fact may tell less than one may see (that something moved), never more. */
function toldIs(principal: Principal, row: ParcelFacts): void {
  const [fact] = parcelsChanged([row.shopId], [row.parcelId])
  const told = fact && visibleFact(principal, fact)
  if (may(rightsOf(principal), 'orders.view', row)) assert.ok(told, 'who sees the parcel hears that it moved')
  else assert.deepEqual(told?.ids ?? [], [], 'no id of a parcel that is not reached')
}
