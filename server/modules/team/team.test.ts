import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { readLog } from './log/operations/read-log.ts'
import { createStaff } from './operations/create-staff.ts'
import { freezeStaff } from './operations/freeze-staff.ts'
import { listStaff } from './operations/list-staff.ts'
import { readMe } from './operations/read-me.ts'
import { setGrants } from './operations/set-grants.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const refusedWith = (code: string) => (error: unknown) => error instanceof Failure && error.definition.code === code
const password = 'a long enough password'

test('the owner hires a reviewer for one shop, who then holds that role there and nowhere else', async () => {
  const shopA = await t.shop('甲店')
  const { accountId } = await t.call('owner', createStaff, {
    subName: '小王',
    name: '王审单',
    password,
    grants: [{ role: 'orderReviewer', shopIds: [shopA] }],
  })
  const me = await t.call({ accountId }, readMe, {})
  assert.deepEqual(me.rights['orders.review'], [shopA])
  assert.equal(me.rights['team.manage'], undefined)
})

test('a sub-account needs a well-formed name, an unused one and a long password', async () => {
  const hire = (subName: string, secret = password) =>
    t.call('owner', createStaff, { subName, name: '某人', password: secret, grants: [] })
  await assert.rejects(hire('a b'), refusedWith('loginMalformed'))
  await assert.rejects(hire('123'), refusedWith('loginMalformed'))
  await assert.rejects(hire('仓库里的一位很长名字的同事'), refusedWith('loginMalformed'))
  await assert.rejects(hire('short', 'short'), refusedWith('passwordWeak'))
  await hire('twice')
  await assert.rejects(hire('twice'), refusedWith('loginTaken'))
})

test('freezing holds from the very next request and is written in the log', async () => {
  const accountId = await t.staff('将冻结', [{ role: 'orderReviewer', shopIds: null }])
  await t.call({ accountId }, readMe, {})
  assert.deepEqual(await t.call('owner', freezeStaff, { accountIds: [accountId] }), { done: [accountId], refused: [] })
  await assert.rejects(t.call({ accountId }, readMe, {}), refusedWith('accountFrozen'))
  const log = await t.call('owner', readLog, { objectKind: 'account', objectId: accountId, operation: 'team.freezeStaff' })
  assert.equal(log.rows.length, 1)
  assert.equal(log.rows[0]?.actorId, t.ownerId)
})

test('a manager cannot give away what he does not hold, nor touch the owner', async () => {
  const shopA = await t.shop()
  const shopB = await t.shop()
  const manager = { accountId: await t.staff('店长', [{ role: 'administrator', shopIds: [shopA] }]) }
  const clerk = await t.staff('店员', [])
  // Limited to one shop he sees the staff, and gives and touches nothing that reaches another shop.
  const beyond = t.call(manager, setGrants, { accountId: clerk, version: 1, grants: [{ role: 'designer', shopIds: [shopB] }] })
  await assert.rejects(beyond, refusedWith('beyondOwnRights'))
  const admin = { accountId: await t.staff('总管', [{ role: 'administrator', shopIds: null }]) }
  await t.call(admin, setGrants, { accountId: clerk, version: 1, grants: [{ role: 'warehouseKeeper', shopIds: [shopB] }] })
  const frozen = await t.call(admin, freezeStaff, { accountIds: [t.ownerId] })
  assert.equal(frozen.refused[0]?.code, 'strongerTarget')
})

test('the last owner cannot be frozen, also not by two who try at the same time', async () => {
  const results = await Promise.all([
    t.call('owner', freezeStaff, { accountIds: [t.ownerId] }),
    t.call('owner', freezeStaff, { accountIds: [t.ownerId] }),
  ])
  for (const result of results)
    assert.deepEqual(
      result.refused.map((refusal) => refusal.code),
      ['lastOwner'],
    )
})

test('an edit on an old version is refused and says what changed', async () => {
  const accountId = await t.staff('改两次', [])
  await t.call('owner', setGrants, { accountId, version: 1, grants: [] })
  await assert.rejects(t.call('owner', setGrants, { accountId, version: 1, grants: [] }), refusedWith('stale'))
})

test('a refused attempt is in the log with its reason', async () => {
  await assert.rejects(t.call('marketer', listStaff, {}), refusedWith('notPermitted'))
  const { rows } = await t.call('owner', readLog, { outcome: 'refused', operation: 'team.listStaff' })
  assert.ok(rows.some((row) => row.actorName === 'marketer' && row.details.code === 'notPermitted'))
})

test('another merchant sees none of ours', async () => {
  const other = await t.anotherMerchant()
  const seen = await other.call('owner', listStaff, {})
  assert.deepEqual(
    seen.rows.map((row) => row.accountId),
    [other.ownerId],
  )
  const frozen = await other.call('owner', freezeStaff, { accountIds: [t.ownerId] })
  assert.equal(frozen.refused[0]?.code, 'notFound')
  const count = await other.read((reader) => reader.maybe<{ n: string }>(sql`select count(*) as n from accounts`))
  assert.equal(count?.n, '1')
})
