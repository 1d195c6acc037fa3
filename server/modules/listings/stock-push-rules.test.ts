import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { byUrgency, retryAfterMs, wantedQuantity } from './stock-push-rules.ts'

test('a shop is told its share of what is sellable, never more than there is and never less than nothing', () => {
  assert.deepEqual(
    [wantedQuantity(10, 100), wantedQuantity(10, 33), wantedQuantity(1, 50), wantedQuantity(-3, 100)],
    [10, 3, 0, 0],
  )
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 1, max: 100 }), (sellable, share) => {
      const wanted = wantedQuantity(sellable, share)
      assert.ok(wanted >= 0 && wanted <= sellable)
    }),
  )
})
test('what falls goes before what rises, the lowest first', () => {
  const rows = [
    { wanted: 50, told: 40 },
    { wanted: 3, told: 9 },
    { wanted: 0, told: 5 },
    { wanted: 7, told: 0 },
    { wanted: 20, told: 30 },
  ]
  assert.deepEqual(
    rows.toSorted(byUrgency).map(({ wanted }) => wanted),
    [0, 3, 20, 7, 50],
  )
})
test('a refused number is tried again after a minute, then ever more rarely, at least hourly', () => {
  assert.deepEqual([1, 2, 3, 4, 9].map(retryAfterMs), [60_000, 240_000, 960_000, 3_600_000, 3_600_000])
})
