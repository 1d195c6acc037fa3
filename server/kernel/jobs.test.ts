import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { claimJobs, finishJob, storeJobs } from '#kernel/jobs.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

test('a waiting job that is wanted again does not run before the change it is wanted for can be seen', async () => {
  const request = { kind: 'test.look', payload: {}, key: 'all' }
  const past = new Date(Date.now() - 1000)
  const claim = () => t.write((tx) => claimJobs(tx, 'worker', 5, 30))
  await t.write((tx) => storeJobs(tx, [request], past))
  await t.write(async (tx) => {
    await storeJobs(tx, [request], past)
    assert.deepEqual(await claim(), [], 'the change is not there yet')
  })
  const [job, ...others] = await claim()
  assert.ok(job && others.length === 0)
  await t.write((tx) => finishJob(tx, 'worker', job.job_id))
})

test('one that is wanted earlier runs earlier, one that runs already is added anew', async () => {
  const soon = { kind: 'test.soon', payload: {}, key: 'one' }
  await t.write((tx) => storeJobs(tx, [{ ...soon, runAt: new Date(Date.now() + 3_600_000) }], new Date()))
  await t.write((tx) => storeJobs(tx, [soon], new Date(Date.now() - 1000)))
  assert.equal((await t.write((tx) => claimJobs(tx, 'worker', 5, 30))).length, 1)
  await t.write((tx) => storeJobs(tx, [soon], new Date(Date.now() - 1000)))
  assert.equal((await t.write((tx) => claimJobs(tx, 'worker', 5, 30))).length, 1)
})

test('wanted twice in one transaction it is added once', async () => {
  const twice = { kind: 'test.twice', payload: {}, key: 'all' }
  await t.write((tx) => storeJobs(tx, [twice, twice, { kind: 'test.plain', payload: {} }], new Date(Date.now() - 1000)))
  const kinds = (await t.write((tx) => claimJobs(tx, 'worker', 9, 30))).map((job) => job.kind)
  assert.deepEqual(kinds.sort(), ['test.plain', 'test.twice'])
})
