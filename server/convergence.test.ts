import assert from 'node:assert/strict'
import { test } from 'node:test'
import { liveThrough } from './testing/convergence.ts'

test('a bad day on all platforms ends with everything complete, equal and done once; what cannot be read is listed', async () => {
  const outcome = await liveThrough({ orderCount: 200, stepCount: 40, stepMs: 20_000, seed: 7 })
  assert.deepEqual(outcome.differences, [])
  assert.equal(outcome.orderCount, 200)
  assert.deepEqual(outcome.quarantined, outcome.poisoned)
  assert.deepEqual(outcome.doubled, [])
  assert.ok(outcome.droppedRatio > 0, 'some pushes were lost')
  for (const [platform, count] of Object.entries(outcome.renewals))
    assert.ok(count >= 1, `${platform}’s token ended and was renewed`)
})
