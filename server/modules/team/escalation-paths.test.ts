/**
 * Every way on which power is conferred, times every way in which it can be too much (docs/access-model.md, "Conferring power"; lessons 2
 * and 3). Each is refused and leaves everything as it was; the same act within one's own rights is done. envelope-mutants.long.ts deletes
 * the envelope from each of these ways and demands that this file then fails.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Permission } from '#contract/permissions.ts'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { adoptApp } from '#modules/apps/operations/adopt-app.ts'
import { editApp } from '#modules/apps/operations/edit-app.ts'
import { installApp } from '#modules/apps/operations/install-app.ts'
import { createToken } from '#modules/apps/tokens/operations/create-token.ts'
import { moveDepartment } from './departments/operations/move-department.ts'
import { setSupervisors } from './departments/operations/set-supervisors.ts'
import { acceptInvitation } from './invitations/operations/accept-invitation.ts'
import { showInvitationLink } from './invitations/operations/show-invitation-link.ts'
import { endOwnership } from './operations/end-ownership.ts'
import { makeOwner } from './operations/make-owner.ts'
import { moveStaff } from './operations/move-staff.ts'
import { setGrants } from './operations/set-grants.ts'
import { createRole } from './roles/operations/create-role.ts'
import { editRole } from './roles/operations/edit-role.ts'
import { removeRole } from './roles/operations/remove-role.ts'
import { publicAnswer } from './testing/administrative-acts.ts'
import { type Act, invite, paths, tooMuch } from './testing/escalation-paths.ts'
import { Refused } from './testing/hiring-paths.ts'
import { administration, aNarrowTeam, type NarrowTeam } from './testing/narrow-team.ts'
import { readWorld } from './testing/team-closure.ts'

const PASSWORD = 'a long enough password'
let e: NarrowTeam
before(async () => {
  e = await aNarrowTeam()
})
after(() => e.t.drop())

const refusals = new Set(['beyondOwnRights', 'strongerTarget'])
const isRefusal = (error: unknown): boolean =>
  refusals.has(error instanceof Failure ? error.definition.code : error instanceof Refused ? error.code : '')

async function refusedAndUnchanged(act: Act): Promise<void> {
  const standing = await e.t.read(readWorld)
  await assert.rejects(act, isRefusal)
  assert.deepEqual(await e.t.read(readWorld), standing)
}

for (const [path, ready] of Object.entries(paths)) {
  test(`${path}: done within one’s own rights`, async () => {
    await (await ready(e, e.within(), e.ids.head))()
  })
  for (const [what, more] of Object.entries(tooMuch))
    test(`${path}: ${what} is refused`, async () => {
      await refusedAndUnchanged(await ready(e, e.within(more(e)), e.ids.head))
    })
}

test('making a supervisor gives away what the role holds: only who holds it all can', async () => {
  const [accountId, departmentId] = [await e.clerk([]), await e.department([e.ids.root])]
  const supervise = () => e.t.call(e.as(e.ids.head), setSupervisors, { departmentId, version: 1, accountIds: [accountId] })
  await refusedAndUnchanged(supervise)
  const full = await e.t.staff('总管', [{ role: 'administrator', range: 'department', departmentId: e.ids.root }])
  await e.t.call(e.as(full), setSupervisors, { departmentId, version: 1, accountIds: [accountId] })
})

test('who is moved is seen by those who oversee the place: only who may see that himself can move them', async () => {
  const departmentId = await e.department([e.ids.root])
  await e.t.staff('督导', [{ role: e.ids.reviewing, range: 'department', departmentId }])
  const [accountId, moving] = [await e.clerk([]), await e.department([e.ids.root])]
  await refusedAndUnchanged(() => e.t.call(e.as(e.ids.head), moveStaff, { accountIds: [accountId], departmentId }))
  await refusedAndUnchanged(() =>
    e.t.call(e.as(e.ids.head), moveDepartment, { departmentId: moving, version: 1, parentId: departmentId }),
  )
})

test('somebody stronger is made a supervisor, or no longer one, only by who holds all that', async () => {
  const full = await e.t.staff('总管二', [{ role: 'administrator', range: 'department', departmentId: e.ids.root }])
  const departmentId = await e.department([e.ids.root])
  const accountId = await e.clerk([e.within({ range: 'all', departmentId: null })])
  await refusedAndUnchanged(() => e.t.call(e.as(full), setSupervisors, { departmentId, version: 1, accountIds: [accountId] }))
})

test('owners are made and ended by owners, and only when nothing has changed meanwhile', async () => {
  const accountId = await e.clerk([])
  for (const [operation, id] of [
    [makeOwner, accountId],
    [endOwnership, e.t.ownerId],
  ] as const) {
    const isCode = (code: string) => (error: unknown) => error instanceof Failure && error.definition.code === code
    await assert.rejects(e.t.call('owner', operation, { accountId: id, version: 99 }), isCode('stale'))
    await assert.rejects(e.t.call('owner', operation, { accountId: newId(), version: 1 }), isCode('notFound'))
    await assert.rejects(e.t.call('administrator', operation, { accountId: id, version: 1 }), isCode('notPermitted'))
  }
})

test('a role that nobody holds: who changes or removes it holds each of its permissions', async () => {
  const roleId = await e.role(['orders.view'])
  const change = { roleId, version: 1, name: newId(), description: '' }
  await refusedAndUnchanged(() =>
    e.t.call(e.as(e.ids.head), editRole, { ...change, permissions: ['orders.view', 'orders.review'] }),
  )
  const strange = await e.role(['orders.review'])
  await refusedAndUnchanged(() => e.t.call(e.as(e.ids.head), removeRole, { roleId: strange, version: 1 }))
  await e.t.call(e.as(e.ids.head), removeRole, { roleId, version: 1 })
})

test('a role: who defines one holds each of its permissions', async () => {
  const define = (permissions: Permission[]) => e.t.call(e.as(e.ids.head), createRole, { name: newId(), permissions })
  await refusedAndUnchanged(() => define(['orders.view', 'orders.review']))
  await define(['orders.view', 'orders.note'])
})

test('what was invited for and is no longer the inviter’s is not given when the invitation is accepted', async () => {
  const inviter = await e.headWith([...administration, 'orders.view'])
  const { invitationId, accountId } = await invite(e, inviter, [e.within()], e.ids.inside)
  const { url } = await e.t.call('owner', showInvitationLink, { invitationId })
  const { grants } = await e.t.read(readWorld)
  await e.give({ accountId: inviter }, [])
  const accepting = publicAnswer(e.t, acceptInvitation, { token: url.split('/').at(-1) ?? '', name: '新人', password: PASSWORD })
  await assert.rejects(accepting, (error: unknown) => error instanceof Failure && error.definition.code === 'invitationSpent')
  const now = await e.t.read(readWorld)
  assert.equal(now.accounts.find(({ id }) => id === accountId)?.state === 'active', false)
  assert.equal(now.grants.length, grants.length - 1)
})

test('an account with an end gives nothing away for longer', async () => {
  const temporary = await e.t.staff('临时主管', [{ role: 'administrator', range: 'department', departmentId: e.ids.root }])
  await e.t.write((tx) =>
    tx.write(sql`
      update accounts set kind = 'temporary', ends_at = ${e.at(8)} where merchant_id = ${e.t.merchantId} and account_id = ${temporary}`),
  )
  const accountId = await e.clerk([])
  const grant = (until: string | null) =>
    e.t.call(e.as(temporary), setGrants, { accountId, version: 1, grants: [e.within({ until })] })
  await refusedAndUnchanged(() => grant(null))
  await refusedAndUnchanged(() => grant(e.at(9)))
  await grant(e.at(8))
})

test('tokens and apps carry what their maker holds, shop by shop', async () => {
  const token = (permissions: Permission[], shopIds: string[] | null) =>
    e.t.call(e.as(e.ids.head), createToken, { name: '脚本', permissions, shopIds, expiresAt: e.at(5) })
  await refusedAndUnchanged(() => token(['orders.review'], [e.ids.shop]))
  await refusedAndUnchanged(() => token(['orders.view'], [e.ids.shop, e.ids.otherShop]))
  await token(['orders.view'], [e.ids.shop])

  const installer = await e.t.staff('装机员', [
    { role: await e.role(['apps.manage']) },
    { role: e.ids.viewing, shopIds: [e.ids.shop] },
  ])
  const install = (functions: Permission[], shopIds: string[] | null) =>
    e.t.call(e.as(installer), installApp, {
      ...{ name: '助手', publisher: '某某软件', clientType: 'public' as const, redirectUris: ['https://app.example/back'] },
      ...{ functions, shopIds },
    })
  await refusedAndUnchanged(() => install(['orders.review'], [e.ids.shop]))
  await refusedAndUnchanged(() => install(['orders.view'], null))
  await refusedAndUnchanged(() => install(['orders.view'], [e.ids.shop, e.ids.otherShop]))
  const { appId } = await install(['orders.view'], [e.ids.shop])

  const edit = (functions: Permission[], shopIds: string[] | null) =>
    e.t.call(e.as(installer), editApp, {
      ...{
        appId,
        version: 1,
        name: '助手',
        publisher: '某某软件',
        redirectUris: ['https://app.example/back'],
        functions,
        shopIds,
      },
    })
  await refusedAndUnchanged(() => edit(['orders.view', 'orders.review'], [e.ids.shop]))
  await refusedAndUnchanged(() => edit(['orders.view'], null))
  const other = await e.t.staff('装机员二', [{ role: await e.role(['apps.manage']) }])
  await refusedAndUnchanged(() => e.t.call(e.as(other), adoptApp, { appId, version: 1 }))
  await edit(['orders.view'], [e.ids.shop])
})
