import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type BuiltInRole, builtInRoles } from '#contract/permissions.ts'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { aListedTeam, LISTED_AT, type ListedTeam } from '#modules/orders/testing/list-samples.ts'
import { aLine, aReceiver, aSnapshot, intake, parcelsOf } from '#modules/orders/testing/order-samples.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { countStations } from './count-stations.ts'
import { holdParcels } from './hold-parcels.ts'
import { listOrders } from './list-orders.ts'
import { listParcels } from './list-parcels.ts'
import { readParcel } from './read-parcel.ts'
import { revealReceiver } from './reveal-receiver.ts'
import { setNote } from './set-note.ts'

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
  const looked = timeline.filter((row) => row.operation === 'orders.revealReceiver')
  assert.equal(looked.length, 1)
  assert.doesNotMatch(JSON.stringify(looked), /林小满|13912345678|文三路/)
})

test('what the platform masked stays as it masked it, also for those who may see plain receivers', async () => {
  const parcelId = await parcelOf('1003')
  const { receiver } = await t.call('owner', readParcel, { parcelId })
  assert.deepEqual([receiver.name, receiver.phone, receiver.address], ['王**', '138****0001', '***'])
  const revealed = await t.call('owner', revealReceiver, { parcelId })
  assert.deepEqual([revealed.name, revealed.masked], ['王**', true])
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
})

test('whoever may not see orders sees no list, no page and no count', async () => {
  const parcelId = await parcelOf('1001')
  await assert.rejects(t.call('marketer', listOrders, {}), /notPermitted/)
  await assert.rejects(t.call('marketer', listParcels, {}), /notPermitted/)
  await assert.rejects(t.call('marketer', readParcel, { parcelId }), /notPermitted/)
  await assert.rejects(t.call('marketer', countStations, {}), /notPermitted/)
})

test('whatever the grants: what is listed, what is counted and what opens by its id are the same parcels', async () => {
  const team: ListedTeam = await aListedTeam(await aTeam(LISTED_AT), 48)
  try {
    const { t: many, shopIds } = team
    const all = await parcelsOf(many)
    const shopOf = new Map(
      (
        await many.read((reader) =>
          reader.rows<{ id: string; shop: string }>(
            sql`select parcel_id as id, shop_id as shop from parcels where merchant_id = ${reader.merchantId}`,
          ),
        )
      ).map((row) => [row.id, row.shop]),
    )
    const grant = fc.record({
      role: fc.constantFrom(...(Object.keys(builtInRoles) as BuiltInRole[])),
      shopIds: fc.option(fc.subarray(shopIds, { minLength: 1 })),
    })
    let accounts = 0
    await fc.assert(
      fc.asyncProperty(fc.array(grant, { maxLength: 3 }), async (grants) => {
        accounts += 1
        const who = { accountId: await many.staff(`员工${accounts}`, grants) }
        const seeing = grants.filter((one) => (builtInRoles[one.role].permissions as readonly string[]).includes('orders.view'))
        const mayOpen = (parcelId: string): boolean =>
          seeing.some((one) => one.shopIds === null || one.shopIds.includes(shopOf.get(parcelId) ?? ''))
        const expected = all
          .map((parcel) => parcel.parcelId)
          .filter(mayOpen)
          .sort()
        if (seeing.length === 0) {
          await assert.rejects(many.call(who, listParcels, {}), /notPermitted/)
          return
        }
        const { rows } = await many.call(who, listParcels, { limit: 1000 })
        assert.deepEqual(rows.map((row) => row.parcelId).sort(), expected)
        const opened: string[] = []
        for (const { parcelId } of all) {
          const page = await many.call(who, readParcel, { parcelId }).catch(() => undefined)
          if (page) opened.push(parcelId)
        }
        assert.deepEqual(opened.sort(), expected)
        const { stations } = await many.call(who, countStations, {})
        const open = rows.filter((row) => row.station !== 'shipped' && row.station !== 'stopped')
        assert.equal(
          Object.entries(stations).reduce((sum, [name, count]) => sum + (name === 'shipped' ? 0 : count), 0),
          open.length,
        )
        const orders = await many.call(who, listOrders, {})
        assert.ok(orders.rows.flatMap((row) => row.parcels).every((parcel) => expected.includes(parcel.parcelId)))
      }),
      { numRuns: 15 },
    )
  } finally {
    await team.drop()
  }
})
