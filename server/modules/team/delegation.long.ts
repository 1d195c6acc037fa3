/** The same as delegation.test.ts at length. `SEED=… npm run test:long -- delegation` repeats a run. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { tryDelegation } from './testing/delegation-sequences.ts'

let t: TestTeam
before(async () => {
  t = await aTeam({ environment: { PUBLIC_URL: 'http://shop.test' } })
})
after(() => t.drop())

test('10,000 random sequences of administrative acts never raise anybody above who acted', async () => {
  const { done, sequences } = await tryDelegation(t, 10_000)
  assert.equal(sequences, 10_000)
  for (const kind of [
    'grant',
    'copy',
    'hire',
    'accept',
    'move',
    'moveDepartment',
    'grantDepartment',
    'supervise',
    'editRole',
    'unfreeze',
  ])
    assert.ok((done.get(kind) ?? 0) > 50, `${kind} was done only ${done.get(kind) ?? 0} times`)
})
