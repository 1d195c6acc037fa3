import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { shareFen } from './share-rules.ts'

test('shares are in proportion and add up, the rest goes to the largest rests', () => {
  assert.deepEqual(shareFen(100, [1, 1, 1]), [34, 33, 33])
  assert.deepEqual(shareFen(10, [1, 2, 3]), [2, 3, 5])
  assert.deepEqual(shareFen(0, [5, 5]), [0, 0])
  assert.deepEqual(shareFen(7, [0, 0]), [7, 0])
})

test('no fen is made or lost, no share is off by a whole fen, and nobody pays less than nothing', () => {
  const amount = fc.integer({ min: 0, max: 100_000_000_000 })
  const weights = fc.array(fc.integer({ min: 0, max: 10_000_000_000 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(amount, weights, (total, lines) => {
      const shares = shareFen(total, lines)
      assert.equal(
        shares.reduce((sum, share) => sum + share, 0),
        total,
      )
      const sum = lines.reduce((all, weight) => all + weight, 0)
      for (const [place, share] of shares.entries()) {
        assert.ok(share >= 0)
        if (sum > 0) assert.ok(Math.abs(share - (total * (lines[place] ?? 0)) / sum) < 1.001)
      }
    }),
  )
})
