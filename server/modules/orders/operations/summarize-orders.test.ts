import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#kernel/ids.ts'
import { aLine, aReceiver, aSnapshot, intake } from '#modules/orders/testing/order-samples.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { summarizeOrders } from './summarize-orders.ts'

let t: TestTeam
let shopId: string
let otherShop: string
before(async () => {
  t = await aTeam({ startAt: new Date('2026-03-10T00:00:00Z') })
  shopId = await t.shop()
  otherShop = await t.shop()
  const closed = { status: 'closed', paidFen: 10_000, refundedFen: 10_000 } as const
  const guangdong = { receiver: aReceiver({ province: '广东省' }) }
  await intake(
    t,
    shopId,
    // 23:59 on the 1st in Shanghai, and midnight
    aSnapshot('1', { createdAt: '2026-03-01T15:59:59Z', paidFen: 10_000, goodsFen: 9000, freightFen: 1000 }),
    aSnapshot('2', { createdAt: '2026-03-01T16:00:00Z', ...closed, goodsFen: 10_000 }),
    aSnapshot('3', { createdAt: '2026-03-02T04:00:00Z', paidFen: 5000, refundedFen: 1, goodsFen: 5000, ...guangdong }),
    aSnapshot('4', {
      createdAt: '2026-03-02T05:00:00Z',
      status: 'unpaid',
      paidAt: null,
      paidFen: 0,
      goodsFen: 700,
      ...guangdong,
    }),
    aSnapshot('5', {
      createdAt: '2026-03-03T05:00:00Z',
      status: 'cancelled',
      paidAt: null,
      paidFen: 0,
      goodsFen: 300,
      lines: [aLine({ quantity: 4 })],
    }),
  )
  await intake(t, otherShop, aSnapshot('1', { createdAt: '2026-03-02T04:00:00Z' }))
})
after(() => t.drop())

test('totals tell paid from unpaid, full refunds from partial ones, and what is left', async () => {
  const { total } = await t.call('owner', summarizeOrders, { shopId })
  assert.deepEqual(total, {
    ...{ orders: 5, paid: 3, unpaid: 2, cancelled: 1, withRefund: 2, fullRefund: 1, partialRefund: 1, pieces: 8 },
    ...{ goodsFen: 25_000, freightFen: 1000, paidFen: 25_000, refundedFen: 10_001, netFen: 14_999 },
  })
})

test('days are the shop’s days, both ends included, and the parts add up to the whole', async () => {
  const { byDay, byProvince, total } = await t.call('owner', summarizeOrders, { shopId })
  assert.deepEqual(
    byDay.map((row) => [row.day, row.orders, row.netFen]),
    [
      ['2026-03-01', 1, 10_000],
      ['2026-03-02', 3, 4999],
      ['2026-03-03', 1, 0],
    ],
  )
  assert.deepEqual(
    byProvince.map((row) => [row.province, row.orders]),
    [
      ['浙江省', 3],
      ['广东省', 2],
    ],
  )
  for (const parts of [byDay, byProvince])
    assert.equal(
      parts.reduce((sum, row) => sum + row.paidFen, 0),
      total.paidFen,
    )
  const oneDay = await t.call('owner', summarizeOrders, { shopId, from: '2026-03-02', to: '2026-03-02' })
  assert.equal(oneDay.total.orders, 3)
})

test('only the shops one may total are in the totals', async () => {
  const who = { accountId: await t.staff('远店主管', [{ role: 'supervisor', shopIds: [otherShop] }]) }
  assert.equal((await t.call(who, summarizeOrders, {})).total.orders, 1)
  await assert.rejects(t.call(who, summarizeOrders, { shopId }), /notFound/)
  await assert.rejects(t.call(who, summarizeOrders, { shopId: newId() }), /notFound/)
  // A reviewer sees orders, but not what they add up to.
  await assert.rejects(t.call('orderReviewer', summarizeOrders, {}), /notPermitted/)
})
