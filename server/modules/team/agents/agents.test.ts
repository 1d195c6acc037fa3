/** An agent is hired like a clerk: grants of its own, within those of the person who answers for it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Failure } from '#kernel/failure.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { freezeStaff } from '../operations/freeze-staff.ts'
import { listStaff } from '../operations/list-staff.ts'
import { readMe } from '../operations/read-me.ts'
import { setGrants } from '../operations/set-grants.ts'
import { hireAgent } from './operations/hire-agent.ts'
import { setResponsible } from './operations/set-responsible.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const codeOf = (error: unknown): string => (error instanceof Failure ? error.definition.code : String(error))
const everything = [{ role: 'administrator', shopIds: null }]
let count = 0
const hire = (
  responsibleId: string,
  grants: { role: string; shopIds: string[] | null }[],
  who: Parameters<TestTeam['call']>[0] = 'owner',
) => {
  count += 1
  return t.call(who, hireAgent, { subName: `agent${count}`, name: '智能助理', responsibleId, grants })
}

test('whatever an agent is granted, it does no more than its person may, and stops with its person', async () => {
  const [shopA, shopB] = [await t.shop(), await t.shop()]
  const person = await t.staff('负责人', [{ role: 'orderReviewer', shopIds: [shopA] }])
  const { accountId } = await hire(person, [{ role: 'orderReviewer', shopIds: [shopA, shopB] }, ...everything])
  const { rights } = await t.call({ accountId }, readMe, {})
  assert.deepEqual(rights['orders.review'], [shopA])
  assert.equal(rights['team.grant'], undefined)
  await t.call('owner', setGrants, { accountId: person, version: 1, grants: [] })
  assert.deepEqual(Object.keys((await t.call({ accountId }, readMe, {})).rights), ['account.self'])
  await t.call('owner', freezeStaff, { accountIds: [person] })
  assert.equal(await t.call({ accountId }, readMe, {}).catch(codeOf), 'accountFrozen')
})

test('a person who answers for an agent needs to be one, active, and within reach of who hires', async () => {
  const agent = (await hire(t.ownerId, [])).accountId
  assert.equal(await hire(agent, []).catch(codeOf), 'notFound')
  const frozen = await t.staff('冻结', [])
  await t.call('owner', freezeStaff, { accountIds: [frozen] })
  assert.equal(await hire(frozen, []).catch(codeOf), 'notFound')
})

test('nobody hires an agent with more than he has himself, nor hands one to somebody wider', async () => {
  const shop = await t.shop()
  const manager = { accountId: await t.staff('店长', [{ role: 'administrator', shopIds: [shop] }]) }
  assert.equal(await hire(manager.accountId, everything, manager).catch(codeOf), 'beyondOwnRights')
  const { accountId } = await hire(manager.accountId, everything, 'owner')
  const handed = t.call(manager, setResponsible, { accountId, version: 1, responsibleId: t.ownerId })
  assert.equal(await handed.catch(codeOf), 'strongerTarget', 'the owner’s name would set free what the agent was granted')
  await t.call('owner', setResponsible, { accountId, version: 1, responsibleId: t.ownerId })
  assert.equal((await t.call({ accountId }, readMe, {})).rights['team.grant'], null)
})

test('an agent never changes the person it answers to, though it may do what that person may', async () => {
  const [person, colleague] = [await t.staff('负责人甲', everything), await t.staff('同事', [])]
  const agent = { accountId: (await hire(person, everything)).accountId }
  const answer = await t.call(agent, freezeStaff, { accountIds: [person, colleague] })
  assert.deepEqual([answer.done, answer.refused.map(({ id, code }) => [id, code])], [[colleague], [[person, 'strongerTarget']]])
})

test('an agent needs no seat and is shown as what it is', async () => {
  const { login } = await hire(t.ownerId, [])
  const { rows } = await t.call('owner', listStaff, { kind: 'agent', search: login })
  assert.deepEqual(
    rows.map((row) => [row.kind, row.responsibleId]),
    [['agent', t.ownerId]],
  )
})
