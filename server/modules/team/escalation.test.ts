/** What nobody may gain through the team's own operations. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { errors } from '#contract/errors.ts'
import { permissionCodes } from '#contract/permissions.ts'
import { unlimitedGrant } from '#kernel/access.ts'
import { inMerchant, sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { type Caller, runOperation } from '#kernel/run-operation.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { accountCaller, sessionCaller } from './identity.ts'
import { createStaff } from './operations/create-staff.ts'
import { freezeStaff } from './operations/freeze-staff.ts'
import { listStaff } from './operations/list-staff.ts'
import { setGrants } from './operations/set-grants.ts'
import { resetPassword } from './sign-in/operations/reset-password.ts'
import { insertSession } from './sign-in/session-store.ts'
import { newToken } from './sign-in/session-token.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const refusedWith = (code: string) => (error: unknown) => error instanceof Failure && error.definition.code === code
const password = 'a long enough password'
const details = { via: 'web', ip: '', language: 'zh', requestId: 'r' } as const

test('a grant over a shop that does not exist, or is another merchant’s, is refused and nothing is kept', async () => {
  const other = await t.anotherMerchant()
  const accountId = await t.staff('无店', [])
  for (const shopId of [newId(), await other.shop()]) {
    const grants = [
      { role: 'orderReviewer' as const, shopIds: null },
      { role: 'orderReviewer' as const, shopIds: [await t.shop(), shopId] },
    ]
    await assert.rejects(t.call('owner', setGrants, { accountId, version: 1, grants }), refusedWith('notFound'))
    await assert.rejects(
      t.call('owner', createStaff, { subName: 'ghost', name: '某人', password, grants }),
      refusedWith('notFound'),
    )
  }
  const { rows } = await t.call('owner', listStaff, { search: '无店' })
  assert.deepEqual([rows[0]?.grants, rows[0]?.version], [[], 1])
  assert.deepEqual((await t.call('owner', listStaff, { search: 'ghost' })).rows, [])
})

test('the same pair given twice is one grant', async () => {
  const [shopA, shopB] = [await t.shop(), await t.shop()]
  const accountId = await t.staff('重复', [])
  const grants = [[shopA, shopB], [shopB, shopA, shopB], [shopA]].map((shopIds) => ({ role: 'orderReviewer' as const, shopIds }))
  await t.call('owner', setGrants, { accountId, version: 1, grants })
  const { rows } = await t.call('owner', listStaff, { search: '重复' })
  assert.deepEqual(
    rows[0]?.grants.map((grant) => grant.shopIds?.length),
    [2, 1],
  )
})

test('who may manage staff but not grant creates accounts without rights only', async () => {
  const withoutGranting = permissionCodes.filter((code) => code !== 'team.grant')
  const caller = accountCaller(t.merchantId, t.ownerId, details)
  const manager = {
    ...caller,
    identify: async (...given: Parameters<typeof caller.identify>) => {
      const known = await caller.identify(...given)
      const grants = [unlimitedGrant('manager', withoutGranting)]
      return { ...known, principal: { ...known.principal, isOwner: false, grants } }
    },
  }
  const hire = (subName: string, grants: { role: 'designer'; shopIds: null }[]) =>
    runOperation(t.app.kernel, createStaff, { subName, name: '某人', password, grants }, manager)
  await assert.rejects(hire('granted', [{ role: 'designer', shopIds: null }]), refusedWith('notPermitted'))
  assert.ok((await hire('bare', [])).accountId)
})

const strip = {
  frozen: (accountId: string) => t.call('owner', freezeStaff, { accountIds: [accountId] }),
  withoutGrants: (accountId: string) => t.call('owner', setGrants, { accountId, version: 1, grants: [] }),
}
const everything = [{ role: 'administrator' as const, shopIds: null }]
const acts = {
  grants: (caller: Caller, accountId: string) =>
    runOperation(t.app.kernel, setGrants, { accountId, version: 1, grants: everything }, caller),
  'resets a password': (caller: Caller, accountId: string) =>
    runOperation(t.app.kernel, resetPassword, { accountId, newPassword: password }, caller),
  freezes: (caller: Caller, accountId: string) => runOperation(t.app.kernel, freezeStaff, { accountIds: [accountId] }, caller),
  hires: (caller: Caller) =>
    runOperation(t.app.kernel, createStaff, { subName: 'back-door', name: '后门', password, grants: everything }, caller),
}
for (const [how, act] of Object.entries(acts)) {
  for (const [what, lose] of Object.entries(strip)) {
    test(`an administrator who is ${what} while he ${how} has done nothing`, async () => {
      const admin = await t.staff(`总管 ${how} ${what}`, everything)
      const clerk = await t.staff(`店员 ${how} ${what}`, [])
      const caller = accountCaller(t.merchantId, admin, details)
      let isLost = false
      const late: Caller = {
        ...caller,
        identify: async (tx, now) => {
          const known = await caller.identify(tx, now)
          // Once: the second time he is read under the lock that `lose` waits for.
          if (!isLost) {
            isLost = true
            await lose(admin)
          }
          return known
        },
      }
      await assert.rejects(act(late, clerk), (error: unknown) =>
        refusedWith(what === 'frozen' ? 'accountFrozen' : 'notPermitted')(error),
      )
      const { rows } = await t.call('owner', listStaff, { search: `店员 ${how} ${what}` })
      assert.deepEqual([rows[0]?.state, rows[0]?.version, rows[0]?.grants], ['active', 1, []])
      assert.deepEqual((await t.call('owner', listStaff, { search: 'back-door' })).rows, [])
    })
  }
}

test('a stolen session cannot replace its owner’s password without knowing it', async () => {
  const { token, tokenHash } = newToken(t.merchantId)
  const now = t.clock.now
  const expiresAt = new Date(now.getTime() + 60_000)
  await inMerchant(t.app.kernel.database, t.merchantId, 'write', (tx) =>
    insertSession(tx, {
      sessionId: newId(),
      accountId: t.ownerId,
      tokenHash,
      now,
      expiresAt,
      ip: '',
      userAgent: '',
      steppedUpAt: now,
    }),
  )
  const stolen = sessionCaller(token, details) ?? assert.fail('a token of our own is well-formed')
  await assert.rejects(
    runOperation(t.app.kernel, resetPassword, { accountId: t.ownerId, newPassword: password }, stolen),
    refusedWith(errors.ownPassword.code),
  )
  // The operator on the machine itself may: that is how a forgotten password is replaced.
  await t.call('owner', resetPassword, { accountId: t.ownerId, newPassword: password })
  const count = await t.read((reader) =>
    reader.maybe<{ n: number }>(
      sql`select count(*)::int as n from sessions where merchant_id = ${t.merchantId} and account_id = ${t.ownerId} and ended_at is null`,
    ),
  )
  assert.equal(count?.n, 0)
})
