import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { z } from 'zod'
import { ORDER_STATUSES, type OrderRow, type orderFilters, type orders } from '#contract/orders.ts'
import { aListedTeam, LISTED_AT, type ListedTeam, PROVINCES } from '#modules/orders/testing/list-samples.ts'
import { aTeam } from '#server/testing/team.ts'
import { listOrders } from './list-orders.ts'

let team: ListedTeam
let everything: OrderRow[]
before(async () => {
  team = await aListedTeam(await aTeam(LISTED_AT), 240)
  everything = await allPages({})
})
after(() => team.drop())

type Filters = z.input<typeof orderFilters>

async function allPages(filters: Filters): Promise<OrderRow[]> {
  const rows: OrderRow[] = []
  let cursor: string | null = null
  do {
    const page: z.output<typeof orders.listOrders.output> = await team.t.call('owner', listOrders, { filters, cursor })
    assert.ok(page.rows.length <= 50)
    rows.push(...page.rows)
    cursor = page.next
  } while (cursor !== null)
  return rows
}

/** What the filters mean, said once more without an index. */
const fits = (row: OrderRow, filters: Filters): boolean =>
  (filters.shopIds?.includes(row.shopId) ?? true) &&
  (filters.statuses?.includes(row.status) ?? true) &&
  (filters.province === undefined || row.province === filters.province) &&
  (filters.hasRefund === undefined || filters.hasRefund === row.refundedFen > 0) &&
  (filters.createdFrom === undefined || Date.parse(row.createdAt) >= Date.parse(filters.createdFrom)) &&
  (filters.createdTo === undefined || Date.parse(row.createdAt) < Date.parse(filters.createdTo)) &&
  (filters.search === undefined || row.platformOrderId.startsWith(filters.search) || row.buyerNick.startsWith(filters.search))

const day = (from: number) => fc.integer({ min: from, max: from + 3 }).map((n) => new Date(Date.UTC(2026, 2, n)).toISOString())

test('any filter, page by page, gives exactly the orders that fit, newest first, each once', async () => {
  assert.equal(everything.length, 240)
  const anyFilters = fc.record(
    {
      shopIds: fc.subarray(team.shopIds, { minLength: 1 }),
      statuses: fc.subarray([...ORDER_STATUSES], { minLength: 1 }),
      province: fc.constantFrom(...PROVINCES, '海南省'),
      hasRefund: fc.boolean(),
      createdFrom: day(1),
      createdTo: day(3),
      search: fc.constantFrom('买家3', '88', '8801', '880123'),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(anyFilters, async (filters) => {
      const expected = everything
        .filter((row) => fits(row, filters))
        .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.orderId > b.orderId ? -1 : 1))
      const listed = await allPages(filters)
      assert.deepEqual(
        listed.map((row) => row.orderId),
        expected.map((row) => row.orderId),
      )
    }),
    { numRuns: 80 },
  )
})

test('words that are no number and no name find the orders with such goods', async () => {
  const found = await allPages({ search: 'SKU-7' })
  assert.equal(found.length, 20)
  const inSmallShop = await allPages({ search: 'SKU-7', shopIds: team.shopIds.slice(1, 2) })
  assert.ok(inSmallShop.length < found.length)
})

test('an order tells where its parcels stand', () => {
  const withWaybill = everything.flatMap((row) => row.parcels).filter((parcel) => parcel.waybillNumber !== '')
  assert.ok(withWaybill.length > 0)
  assert.ok(everything.every((row) => row.parcels.length <= 1))
})
