/** The access matrix of the field (lessons, section 2), each row a test: granting, removing, editing roles, what may be a target. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { errors } from '#contract/errors.ts'
import { newId } from '#kernel/ids.ts'
import { createToken } from '#modules/apps/tokens/operations/create-token.ts'
import { listAllTokens } from '#modules/apps/tokens/operations/list-all-tokens.ts'
import { revokeAnyToken } from '#modules/apps/tokens/operations/revoke-any-token.ts'
import { revokeOwnToken } from '#modules/apps/tokens/operations/revoke-own-token.ts'
import { wholeGrant } from '#server/testing/team.ts'
import { setResponsible } from './agents/operations/set-responsible.ts'
import { createDepartment } from './departments/operations/create-department.ts'
import { setDepartmentGrants } from './departments/operations/set-department-grants.ts'
import { setSupervisors } from './departments/operations/set-supervisors.ts'
import { inviteStaff } from './invitations/operations/invite-staff.ts'
import { copyGrants } from './operations/copy-grants.ts'
import { createStaff } from './operations/create-staff.ts'
import { endOwnership } from './operations/end-ownership.ts'
import { freezeStaff } from './operations/freeze-staff.ts'
import { listStaff } from './operations/list-staff.ts'
import { makeOwner } from './operations/make-owner.ts'
import { removeStaff } from './operations/remove-staff.ts'
import { setGrants } from './operations/set-grants.ts'
import { createRole } from './roles/operations/create-role.ts'
import { editRole } from './roles/operations/edit-role.ts'
import { removeRole } from './roles/operations/remove-role.ts'
import { type Lessons, lessons, single } from './testing/lessons.ts'

let l: Lessons
before(async () => {
  l = await lessons()
})
after(() => l.t.drop())

const by = (accountId: string) => ({ accountId })
const PASSWORD = 'a long enough password'
const inShop = (role: string, ...shopIds: string[]) => wholeGrant({ role, shopIds })
const at = (hours: number) => new Date(l.t.clock.now.getTime() + hours * 3_600_000).toISOString()
async function grant(actor: string, accountId: string, grants: ReturnType<typeof wholeGrant>[]) {
  return l.t.call(by(actor), setGrants, { accountId, version: await l.version(accountId), grants })
}

test('grants: a grant across shops is refused', async () => {
  const accountId = await l.staff([])
  await l.denied(() => grant(l.adminA, accountId, [inShop('orderReviewer', l.shopB)]), 'beyondOwnRights')
  await l.denied(() => grant(l.adminA, accountId, [wholeGrant({ role: 'orderReviewer' })]), 'beyondOwnRights')
})

test('grants: a grant within one’s own rights is made', async () => {
  const accountId = await l.staff([])
  await grant(l.adminA, accountId, [inShop('orderReviewer', l.shopA)])
  const { rows } = await l.t.call('owner', listStaff, {})
  const made = rows.find((row) => row.accountId === accountId)?.grants
  assert.deepEqual(
    made?.map(({ role, shopIds, grantedBy }) => [role, shopIds, grantedBy]),
    [['orderReviewer', [l.shopA], l.adminA]],
  )
})

test('grants: nobody grants himself anything', async () => {
  await l.denied(() => grant(l.adminA, l.adminA, [wholeGrant({ role: 'administrator' })]), 'ownGrants')
  await l.denied(() => grant(l.adminA, l.adminA, [inShop('orderReviewer', l.shopA)]), 'ownGrants')
})

test('grants: a role with one permission that the giver lacks is refused', async () => {
  const actor = await l.staff([{ role: await l.role('带队', ['team.manage', 'team.grant', 'orders.view', 'orders.review']) }])
  const accountId = await l.staff([])
  const role = await l.role('多一样', ['orders.view', 'orders.review', 'orders.note'])
  await l.denied(() => grant(actor, accountId, [wholeGrant({ role })]), 'beyondOwnRights')
  await grant(actor, accountId, [wholeGrant({ role: await l.role('刚好', ['orders.view', 'orders.review']) })])
})

test('grants: a right pair beside a wrong one is refused with it', async () => {
  const accountId = await l.staff([])
  const [right, wrong] = [inShop('orderReviewer', l.shopA), inShop('warehouseKeeper', l.shopB)]
  await l.denied(() => grant(l.adminA, accountId, [right, wrong]), 'beyondOwnRights')
})

test('grants: nobody but an owner makes an owner', async () => {
  const accountId = await l.staff([])
  const administrator = await l.staff([{ role: 'administrator' }])
  await l.denied(() => l.t.call(by(administrator), makeOwner, { accountId, version: 1 }), 'notPermitted')
  await l.denied(() => l.t.call(by(administrator), makeOwner, { accountId: administrator, version: 1 }), 'notPermitted')
})

test('grants: who cannot edit roles gives nobody the right to', async () => {
  const actor = await l.staff([{ role: await l.role('只授权', ['team.manage', 'team.grant', 'orders.view']) }])
  const accountId = await l.staff([])
  const role = await l.role('编辑角色', ['team.roles'])
  await l.denied(() => grant(actor, accountId, [wholeGrant({ role })]), 'beyondOwnRights')
})

test('grants: the other ways to the same rights are refused like the straight one', async () => {
  const accountId = await l.staff([])
  const { departmentId } = await l.t.call('owner', createDepartment, { parentId: null, name: '乙组' })
  const foreign = [inShop('orderReviewer', l.shopB)]
  const newcomer = { subName: 'other-way', name: '新人', grants: foreign }
  const ways: Record<string, () => Promise<unknown>> = {
    copying: () => l.t.call(by(l.adminA), copyGrants, { accountId, version: 1, fromAccountId: l.clerkB }),
    hiring: () => l.t.call(by(l.adminA), createStaff, { ...newcomer, password: PASSWORD }),
    inviting: () => l.t.call(by(l.adminA), inviteStaff, { ...newcomer, kind: 'link', address: '' }),
    department: () => l.t.call(by(l.adminA), setDepartmentGrants, { departmentId, version: 1, grants: foreign }),
    supervising: () => l.t.call(by(l.adminA), setSupervisors, { departmentId, version: 1, accountIds: [accountId] }),
  }
  for (const act of Object.values(ways)) await l.denied(act, 'beyondOwnRights')
})

test('grants: hiring with a role in a foreign shop leaves no ghost, neither account nor seat nor name', async () => {
  const hire = (grants: ReturnType<typeof wholeGrant>[]) =>
    l.t.call(by(l.adminA), createStaff, { subName: 'no-ghost', name: '新人', password: PASSWORD, grants })
  await l.denied(() => hire([inShop('orderReviewer', l.shopB)]), 'beyondOwnRights')
  await hire([inShop('orderReviewer', l.shopA)])
})

test('grants: a token with a foreign shop or a permission its maker lacks is refused', async () => {
  const make = (permissions: ('orders.view' | 'orders.review')[], shopIds: string[] | null) =>
    l.t.call(by(l.adminA), createToken, { name: '脚本', permissions, shopIds, expiresAt: at(5) })
  await l.denied(() => make(['orders.view'], [l.shopB]), 'beyondOwnRights')
  await l.denied(() => make(['orders.view'], [l.shopA, l.shopB]), 'beyondOwnRights')
  const lacking = await l.staff([{ role: await l.role('有令牌', ['apps.tokens', 'orders.view']) }])
  await l.denied(
    () => l.t.call(by(lacking), createToken, { name: '脚本', permissions: ['orders.review'], shopIds: null, expiresAt: at(5) }),
    'beyondOwnRights',
  )
  await make(['orders.view'], [l.shopA])
})

test('removals: an administrator of one shop strips nobody of another', async () => {
  await l.denied(() => grant(l.adminA, l.adminB, []), 'strongerTarget')
  await l.denied(() => grant(l.adminA, l.clerkB, []), 'strongerTarget')
})

test('removals: who could not give a role does not take it away, from a person or from a department', async () => {
  const actor = await l.staff([
    { role: await l.role('无仓库', ['team.manage', 'team.grant', 'team.departments', 'orders.view']) },
  ])
  const accountId = await l.staff([{ role: 'warehouseKeeper' }])
  await l.denied(() => grant(actor, accountId, []), 'strongerTarget')
  const { departmentId } = await l.t.call('owner', createDepartment, { parentId: null, name: '仓库组' })
  const { version } = await l.t.call('owner', setDepartmentGrants, {
    ...{ departmentId, version: 1, grants: [wholeGrant({ role: 'warehouseKeeper' })] },
  })
  await l.denied(() => l.t.call(by(actor), setDepartmentGrants, { departmentId, version, grants: [] }), 'beyondOwnRights')
})

test('removals: the only owner can be neither frozen nor removed nor demoted, not even by himself', async () => {
  const accountIds = [l.t.ownerId]
  const codes = { lastOwner: errors.lastOwner }
  await l.denied(
    single(() => l.t.call('owner', freezeStaff, { accountIds }), codes),
    'lastOwner',
  )
  await l.denied(
    single(() => l.t.call('owner', removeStaff, { accountIds }), codes),
    'lastOwner',
  )
  const demote = { accountId: l.t.ownerId, version: await l.version(l.t.ownerId) }
  await l.denied(() => l.t.call('owner', endOwnership, demote), 'lastOwner')
})

test('removals: nobody but an owner locks himself out; his rights, his state and his place are changed by others', async () => {
  const accountIds = [l.adminA]
  const codes = { ownGrants: errors.ownGrants }
  await l.denied(() => grant(l.adminA, l.adminA, []), 'ownGrants')
  await l.denied(
    single(() => l.t.call(by(l.adminA), freezeStaff, { accountIds }), codes),
    'ownGrants',
  )
  await l.denied(
    single(() => l.t.call(by(l.adminA), removeStaff, { accountIds }), codes),
    'ownGrants',
  )
})

test('roles: one is made narrow, somebody gives it away, and its maker can no longer widen it beyond himself', async () => {
  const maker = await l.staff([
    { role: await l.role('做角色', ['team.roles', 'team.view', 'orders.view']) },
    { role: await l.role('甲店审单', ['orders.review']), shopIds: [l.shopA] },
  ])
  const { roleId } = await l.t.call(by(maker), createRole, { name: '看单', permissions: ['orders.view'] })
  const accountId = await l.staff([])
  await l.t.call('owner', setGrants, { accountId, version: 1, grants: [wholeGrant({ role: roleId })] })
  const widen = {
    roleId,
    version: 1,
    name: '看单',
    description: '',
    permissions: ['orders.view' as const, 'orders.review' as const],
  }
  await l.denied(() => l.t.call(by(maker), editRole, widen), 'beyondOwnRights')
})

test('roles: one that is used in a foreign shop is neither edited nor removed', async () => {
  const [roleId, everywhere] = [await l.role('乙店用', ['orders.view']), await l.staff([{ role: 'administrator' }])]
  await grant(l.t.ownerId, await l.staff([]), [inShop(roleId, l.shopB)])
  const change = {
    roleId,
    version: 1,
    name: '乙店用',
    description: '',
    permissions: ['orders.view' as const, 'orders.note' as const],
  }
  await l.denied(() => l.t.call(by(l.adminA), editRole, change), 'beyondOwnRights')
  await l.denied(() => l.t.call(by(everywhere), removeRole, { roleId, version: 1 }), 'roleInUse')
})

test('roles: none can carry what only the owner or a machine holds', async () => {
  for (const permission of ['team.ownership', 'finance.bank', 'system.jobs'] as const) {
    await l.denied(() => l.t.call('owner', createRole, { name: '越权', permissions: [permission] }), 'invalidInput')
    const roleId = await l.role(`普通${permission}`, ['orders.view'])
    const change = { roleId, version: 1, name: '越权', description: '', permissions: [permission] }
    await l.denied(() => l.t.call('owner', editRole, change), 'invalidInput')
  }
})

test('roles: the built-in ones are edited by nobody', async () => {
  for (const roleId of ['administrator', 'orderReviewer']) {
    const change = { roleId, version: 1, name: '改名', description: '', permissions: [] }
    await l.denied(() => l.t.call('owner', editRole, change), 'invalidInput', 'notFound')
    await l.denied(() => l.t.call('owner', removeRole, { roleId, version: 1 }), 'invalidInput', 'notFound')
  }
})

test('targets: what is no account of the team gets no role: a buyer, a person of another merchant, an app', async () => {
  const other = await l.t.anotherMerchant()
  const stranger = await other.staff('外人', [])
  for (const accountId of [newId(), stranger, other.ownerId])
    await l.denied(() => grant(l.t.ownerId, accountId, [wholeGrant({ role: 'orderReviewer' })]), 'notFound')
  const agent = await l.staff([])
  await l.denied(() => l.t.call('owner', setResponsible, { accountId: agent, version: 1, responsibleId: stranger }), 'notFound')
})

test('targets: tokens of another merchant are neither seen nor ended, and one’s own only by who may', async () => {
  const other = await l.t.anotherMerchant()
  const reviewer = by(await l.staff([{ role: 'orderReviewer' }]))
  const foreign = await other.call('owner', createToken, {
    name: '外',
    permissions: ['orders.view'],
    shopIds: null,
    expiresAt: at(5),
  })
  const { rows } = await l.t.call('owner', listAllTokens, {})
  assert.equal(
    rows.some(({ tokenId }) => tokenId === foreign.tokenId),
    false,
  )
  await l.denied(() => l.t.call('owner', revokeAnyToken, { tokenId: foreign.tokenId }), 'notFound')
  const own = await l.t.call('owner', createToken, {
    name: '自己',
    permissions: ['orders.view'],
    shopIds: null,
    expiresAt: at(5),
  })
  await l.denied(() => l.t.call(by(l.adminA), revokeOwnToken, { tokenId: own.tokenId }), 'notFound')
  await l.denied(() => l.t.call(reviewer, revokeAnyToken, { tokenId: own.tokenId }), 'notPermitted')
  await l.denied(
    () => l.t.call(reviewer, createToken, { name: '无权', permissions: ['orders.view'], shopIds: null, expiresAt: at(5) }),
    'notPermitted',
  )
})

test('targets: who has left is given nothing and does not come back', async () => {
  const accountId = await l.staff([])
  await l.t.call('owner', removeStaff, { accountIds: [accountId] })
  await l.denied(() => grant(l.t.ownerId, accountId, [wholeGrant({ role: 'orderReviewer' })]), 'notFound')
  const version = await l.version(accountId)
  await l.denied(() => l.t.call('owner', copyGrants, { accountId, version, fromAccountId: l.clerkA }), 'notFound')
  await l.denied(() => l.t.call('owner', makeOwner, { accountId, version }), 'invalidInput', 'notFound')
})
