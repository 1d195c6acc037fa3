/**
 * Nobody can cause anybody to hold a right that they do not hold themselves, on whatever way. Random administrators act on each other
 * through the real operations; after each act everybody's rights are written out and weighed. `SEED=… npm test -- delegation` repeats a run.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { tryDelegation } from './testing/delegation-sequences.ts'

let t: TestTeam
before(async () => {
  t = await aTeam({ environment: { PUBLIC_URL: 'http://shop.test' } })
})
after(() => t.drop())

test('200 random sequences of administrative acts never raise anybody above who acted', async () => {
  const { done, refused, sequences } = await tryDelegation(t, 200)
  const doneCount = [...done.values()].reduce((sum, count) => sum + count, 0)
  assert.ok(doneCount > sequences && refused > sequences, `${doneCount} done and ${refused} refused say little`)
})
