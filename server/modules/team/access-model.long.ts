/** The same as access-model.test.ts at length. `SEED=… npm run test:long -- access-model` repeats a run. */
import { after, before, test } from 'node:test'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { compareWithCedar } from './testing/access-differential.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

test('in 100,000 random cases Cedar, from the specification, allows exactly what the product allows', async () => {
  await compareWithCedar(t, 100_000)
})
