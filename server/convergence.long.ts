import assert from 'node:assert/strict'
import { test } from 'node:test'
import { liveThrough } from './testing/convergence.ts'

test('10,000 orders over all platforms: complete, equal and done once within one pull window', async (context) => {
  const outcome = await liveThrough({ orderCount: 10_000, stepCount: 400, stepMs: 30_000, seed: 11 })
  const { differences, quarantined, poisoned, doubled, ...figures } = outcome
  context.diagnostic(JSON.stringify({ ...figures, quarantinedCount: quarantined.length }))
  assert.deepEqual(differences.slice(0, 20), [])
  assert.equal(outcome.orderCount, 10_000)
  assert.deepEqual(quarantined, poisoned)
  assert.deepEqual(doubled.slice(0, 20), [])
  assert.ok(outcome.droppedRatio > 0)
  for (const [platform, count] of Object.entries(outcome.renewals))
    assert.ok(count >= 1, `${platform}’s token ended and was renewed`)
})
