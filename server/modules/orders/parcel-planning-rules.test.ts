import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ORDER_STATUSES, REFUND_STATES } from '#server/platforms/platform.ts'
import { type Holding, isRefundedWhole, type PlanLine, piecesToCarry, planOrder } from './parcel-planning-rules.ts'
import { isNewer, newestOfEach } from './snapshot-rules.ts'
import { aSnapshot } from './testing/order-samples.ts'

const lineIds = ['a', 'b', 'c'] as const
const line = (lineId: string): fc.Arbitrary<PlanLine> =>
  fc.record({
    lineId: fc.constant(lineId),
    quantity: fc.integer({ min: 1, max: 9 }),
    paidFen: fc.constant(1000),
    refundState: fc.constantFrom(...REFUND_STATES),
    refundedFen: fc.constantFrom(0, 500, 1000),
    shipped: fc.boolean(),
  })
const anOrder = fc.record({ status: fc.constantFrom(...ORDER_STATUSES), lines: fc.tuple(...lineIds.map(line)) })

let made = 0
const newId = (): string => `p${++made}`

/** Applies a plan as the store does; emptied parcels are stopped and keep their lines. */
function applied(holdings: Holding[], plan: ReturnType<typeof planOrder>, place: Holding['place'] = 'open'): Holding[] {
  const next = new Map(holdings.map((holding) => [`${holding.parcelId} ${holding.lineId}`, holding]))
  for (const change of plan.quantities) {
    const known = holdings.find((holding) => holding.parcelId === change.parcelId)
    next.set(`${change.parcelId} ${change.lineId}`, { ...change, place: known?.place ?? 'open' })
  }
  const parcelId = newId()
  const fresh = plan.fresh.map((one) => ({ ...one, parcelId, place }))
  const all = [...next.values(), ...fresh].map((one) =>
    plan.reopened.includes(one.parcelId) ? { ...one, place: 'open' as const } : one,
  )
  const emptied = new Set(
    all.map((one) => one.parcelId).filter((id) => all.filter((one) => one.parcelId === id).every((one) => one.quantity === 0)),
  )
  return all.flatMap((one) => {
    if (!emptied.has(one.parcelId)) return one.quantity > 0 ? one : []
    const before = holdings.find((holding) => holding.parcelId === one.parcelId && holding.lineId === one.lineId)
    return before ? { ...before, place: 'stopped' as const } : []
  })
}
const sum = (holdings: Holding[], lineId: string, place: Holding['place']): number =>
  holdings.filter((one) => one.lineId === lineId && one.place === place).reduce((total, one) => total + one.quantity, 0)

test('whatever an order says one time after the other, open parcels carry exactly what is to be carried', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ order: anOrder, ship: fc.boolean(), splitAt: fc.integer({ min: 0, max: 4 }) }), { maxLength: 8 }),
      (story) => {
        let holdings: Holding[] = []
        for (const { order, ship, splitAt } of story) {
          const plan = planOrder(order.status, order.lines, holdings)
          holdings = applied(holdings, plan)
          for (const one of order.lines) {
            const shipped = sum(holdings, one.lineId, 'shipped')
            assert.equal(sum(holdings, one.lineId, 'open'), piecesToCarry(order.status, one, shipped))
            if (!isRefundedWhole(one) && order.status === 'paid' && !one.shipped)
              assert.ok(sum(holdings, one.lineId, 'open') + shipped >= one.quantity)
          }
          const first = holdings.find((one) => one.place === 'open' && one.quantity > splitAt)
          if (first && splitAt > 0) {
            holdings = holdings.map((one) => (one === first ? { ...one, quantity: one.quantity - splitAt } : one))
            holdings.push({ ...first, parcelId: newId(), quantity: splitAt })
          }
          const leaving = holdings.find((one) => one.place === 'open')?.parcelId
          if (ship) holdings = holdings.map((one) => (one.parcelId === leaving ? { ...one, place: 'shipped' } : one))
        }
      },
    ),
    { numRuns: 300 },
  )
})

test('planning twice changes nothing the second time', () => {
  fc.assert(
    fc.property(anOrder, anOrder, (first, second) => {
      const once = applied(applied([], planOrder(first.status, first.lines, [])), { quantities: [], reopened: [], fresh: [] })
      const after = applied(once, planOrder(second.status, second.lines, once))
      const again = planOrder(second.status, second.lines, after)
      assert.deepEqual([again.quantities, again.reopened, again.fresh], [[], [], []])
    }),
  )
})

test('a line that is no longer listed leaves its open parcels', () => {
  const plan = planOrder('paid', [], [{ parcelId: 'p', lineId: 'gone', quantity: 2, place: 'open' }])
  assert.deepEqual(plan.quantities, [{ parcelId: 'p', lineId: 'gone', quantity: 0 }])
})

const known = { modifiedAt: '2026-03-01T00:00:00Z', contentHash: 'x', status: 'paid' as const, refundedFen: 100 }
const messages: [string, Parameters<typeof aSnapshot>[1], string, boolean][] = [
  ['the same content', { modifiedAt: '2026-03-02T00:00:00.000Z' }, 'x', false],
  ['an earlier one', { modifiedAt: '2026-02-28T23:59:59.999Z' }, 'y', false],
  ['a later one', { modifiedAt: '2026-03-01T00:00:01.000Z', status: 'unpaid' }, 'y', true],
  ['the same second, further along', { modifiedAt: '2026-03-01T00:00:00.000Z', status: 'shipped', refundedFen: 100 }, 'y', true],
  ['the same second, behind', { modifiedAt: '2026-03-01T00:00:00.000Z', status: 'unpaid', refundedFen: 200 }, 'y', false],
  ['the same second, less refunded', { modifiedAt: '2026-03-01T00:00:00.000Z', status: 'paid', refundedFen: 99 }, 'y', false],
  ['the same second, more refunded', { modifiedAt: '2026-03-01T00:00:00.000Z', status: 'paid', refundedFen: 101 }, 'y', true],
]
for (const [name, changes, hash, newer] of messages)
  test(`a message counts when it is newer: ${name}`, () => assert.equal(isNewer(aSnapshot('1', changes), hash, known), newer))

test('of several messages about one order in a batch, the newest is applied', () => {
  const newest = newestOfEach([
    aSnapshot('1', { modifiedAt: '2026-03-02T00:00:00.000Z', buyerNote: 'new' }),
    aSnapshot('1', { buyerNote: 'old' }),
  ])
  assert.equal(newest.get('1')?.buyerNote, 'new')
})
