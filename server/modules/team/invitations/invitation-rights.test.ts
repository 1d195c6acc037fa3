import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { createDepartment } from '../departments/operations/create-department.ts'
import { freezeStaff } from '../operations/freeze-staff.ts'
import { removeStaff } from '../operations/remove-staff.ts'
import { setGrants } from '../operations/set-grants.ts'
import { showInvitationLink } from './operations/show-invitation-link.ts'
import { type Inviting, inviting, PASSWORD, refusedWith } from './testing/inviting.ts'

const accountOf = async (invitationId: string) => (await it.row(invitationId)).accountId

let it: Inviting
before(async () => {
  it = await inviting()
})
after(() => it.drop())
afterEach(() => it.tidyUp())

test('nobody invites into more than they hold, and the link of a message is not shown to the inviter', async () => {
  const shopId = await it.t.shop()
  const manager = { accountId: await it.t.staff('店长', [{ role: 'administrator', shopIds: [shopId] }]) }
  await assert.rejects(it.invite('link', { by: manager, grants: [{ role: 'orderReviewer' }] }), refusedWith('beyondOwnRights'))
  await it.invite('link', { by: manager, grants: [{ role: 'orderReviewer', shopIds: [shopId] }] })
  await assert.rejects(it.invite('link', { by: 'orderReviewer' }), refusedWith('notPermitted'))
  const sent = await it.invite('wechat')
  await assert.rejects(it.t.call('owner', showInvitationLink, { invitationId: sent }), refusedWith('notFound'))
})

test('an inviter who has lost the rights meanwhile gives nothing: the invitation is void at the answer', async () => {
  const shopId = await it.t.shop()
  const accountId = await it.t.staff('将降职', [{ role: 'administrator', shopIds: [shopId] }])
  const invitationId = await it.invite('link', { by: { accountId }, grants: [{ role: 'orderReviewer', shopIds: [shopId] }] })
  const token = await it.tokenOf(invitationId)
  await it.t.call('owner', setGrants, { accountId, version: (await it.staffRow(accountId)).version, grants: [] })
  const answer = await it.visit('team.acceptInvitation', { token, name: '新人', password: PASSWORD })
  assert.equal(answer.code, 'invitationSpent')
  const { state, reason } = await it.row(invitationId)
  assert.deepEqual(
    [state, reason, (await it.staffRow(await accountOf(invitationId))).state],
    ['voided', 'inviterLostRights', 'invited'],
  )
  // Somebody who holds them may stand in.
  await it.resend(invitationId)
  const again = await it.visit('team.acceptInvitation', {
    token: await it.tokenOf(invitationId),
    name: '新人',
    password: PASSWORD,
  })
  assert.equal(again.status, 200)
})

test('freezing or removing a person voids the invitations they sent', async () => {
  for (const act of [freezeStaff, removeStaff]) {
    const accountId = await it.t.staff(`邀请人-${act.name}`, [{ role: 'administrator' }])
    const invitationId = await it.invite('link', { by: { accountId } })
    const token = await it.tokenOf(invitationId)
    await it.t.call('owner', act, { accountIds: [accountId] })
    const { state, reason } = await it.row(invitationId)
    assert.deepEqual([state, reason], ['voided', 'inviterGone'], act.name)
    assert.equal((await it.visit('team.readInvitation', { token })).code, 'invitationSpent')
  }
})

test('a supervisor invites into the own department and nowhere else; what the department confers counts', async () => {
  const departmentId = await department('客服部')
  const other = await department('仓库')
  const supervisor = {
    accountId: await it.t.staff('客服主管', [{ role: 'supervisor', range: 'department', departmentId }], departmentId),
  }
  await assert.rejects(it.invite('link', { by: supervisor, departmentId: other }), refusedWith('notFound'))
  await assert.rejects(it.invite('link', { by: supervisor }), refusedWith('notFound'))
  const invitationId = await it.invite('link', { by: supervisor, departmentId })
  const { body } = await it.visit('team.readInvitation', { token: await it.tokenOf(invitationId) })
  assert.deepEqual([body.department, body.grants], ['客服部', []])
})

async function department(name: string): Promise<string> {
  return (await it.t.call('owner', createDepartment, { parentId: null, name })).departmentId
}
