/** A preview says what the change would give and take, refuses what the change would be refused, and leaves nothing behind. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { builtInRoles, type Permission, permissionCodes } from '#contract/permissions.ts'
import type { Previewable, RightView } from '#contract/team-questions.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import type { Command } from '#kernel/operation.ts'
import { aTeam, type TestTeam, type Who, wholeGrant } from '#server/testing/team.ts'
import { createDepartment } from '../departments/operations/create-department.ts'
import { moveDepartment } from '../departments/operations/move-department.ts'
import { setDepartmentGrants } from '../departments/operations/set-department-grants.ts'
import { setSupervisors } from '../departments/operations/set-supervisors.ts'
import { listStaff } from '../operations/list-staff.ts'
import { makeOwner } from '../operations/make-owner.ts'
import { moveStaff } from '../operations/move-staff.ts'
import { setGrants } from '../operations/set-grants.ts'
import { createRole } from '../roles/operations/create-role.ts'
import { editRole } from '../roles/operations/edit-role.ts'
import { previewChange } from './operations/preview-change.ts'
import { anAgent } from './testing/an-agent.ts'

let t: TestTeam
let shops: string[]
before(async () => {
  t = await aTeam()
  shops = [await t.shop('甲店'), await t.shop('乙店')]
})
after(() => t.drop())

const preview = (who: Who, operation: Previewable, input: Record<string, unknown>) =>
  t.call(who, previewChange, { operation, input })
const codes = (rights: readonly RightView[]) => rights.map(({ permission }) => permission)
const refusalOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => (error instanceof Failure ? error.definition.code : String(error)),
  )

test('new grants: what they give and what is taken, without what is held anyway', async () => {
  const [one = ''] = shops
  const accountId = await t.staff('小甲', [{ role: 'preSaleService' }])
  const input = { accountId, version: 1, grants: [wholeGrant({ role: 'orderReviewer', shopIds: [one] })] }
  const { people, more } = await preview('owner', 'team.setGrants', input)
  assert.deepEqual([people.map(({ name }) => name), more], [['小甲'], 0])
  assert.deepEqual(codes(people[0]?.gained ?? []), [
    'intake.view',
    'orders.review',
    'orders.arrange',
    'orders.note',
    'orders.import',
  ])
  assert.deepEqual(people[0]?.gained[0]?.shopIds, [one])
  assert.deepEqual(codes(people[0]?.lost ?? []), [...builtInRoles.preSaleService.permissions].sort(byPlace))
})
const byPlace = (a: Permission, b: Permission) => permissionCodes.indexOf(a) - permissionCodes.indexOf(b)

test('a wider role, a department’s grants, a move: everybody concerned is named, also the agents of who is concerned', async () => {
  const { roleId } = await t.call('owner', createRole, { name: '活动', permissions: ['orders.view'] })
  const { departmentId } = await t.call('owner', createDepartment, { parentId: null, name: '活动部' })
  const { departmentId: empty } = await t.call('owner', createDepartment, { parentId: null, name: '空部' })
  const member = await t.staff('小乙', [{ role: roleId }], departmentId)
  await anAgent(t, '助手乙', member, [{ role: 'administrator' }])
  const widened = await preview('owner', 'team.editRole', {
    roleId,
    version: 1,
    name: '活动',
    description: '',
    permissions: ['orders.view', 'orders.note'],
  })
  assert.deepEqual(
    widened.people.map(({ name, gained, lost }) => [name, codes(gained), codes(lost)]),
    [
      ['助手乙', ['orders.note'], []],
      ['小乙', ['orders.note'], []],
    ],
  )
  const granted = await preview('owner', 'team.setDepartmentGrants', {
    departmentId,
    version: 1,
    grants: [wholeGrant({ role: 'designer' })],
  })
  assert.deepEqual(
    granted.people.map(({ name }) => name),
    ['助手乙', '小乙'],
  )
  await t.call('owner', setDepartmentGrants, { departmentId, version: 1, grants: [wholeGrant({ role: 'designer' })] })
  const moved = await preview('owner', 'team.moveStaff', { accountIds: [member, newId()], departmentId: empty })
  assert.deepEqual(
    codes(moved.people.find(({ name }) => name === '小乙')?.lost ?? []),
    [...builtInRoles.designer.permissions].sort(byPlace),
  )
  assert.deepEqual(
    moved.refused.map(({ code }) => code),
    ['notFound'],
  )
})

test('who is moved comes under whoever is over the new department, and leaves who was over the old one', async () => {
  const department = async (name: string) => (await t.call('owner', createDepartment, { parentId: null, name })).departmentId
  const [from, to] = [await department('旧组'), await department('新组')]
  await t.staff('旧主管', [{ role: 'supervisor', range: 'department', departmentId: from }])
  await t.staff('新主管', [{ role: 'supervisor', range: 'department', departmentId: to }])
  await t.staff('总管', [{ role: 'administrator' }, { role: 'supervisor', range: 'department', departmentId: to }])
  const member = await t.staff('调动', [], from)
  const { people, over } = await preview('owner', 'team.moveStaff', { accountIds: [member], departmentId: to })
  const names = (list: { name: string }[]) => list.map(({ name }) => name)
  assert.deepEqual(people, [])
  assert.deepEqual(over.map(({ name, gained, lost }) => [name, names(gained), names(lost)]).sort(), [
    ['新主管', ['调动'], []],
    ['旧主管', [], ['调动']],
  ])
})

test('what the change would be refused, its preview is refused too', async () => {
  const { departmentId } = await t.call('owner', createDepartment, { parentId: null, name: '小组' })
  const supervisor = {
    accountId: await t.staff('组长', [{ role: 'supervisor', range: 'department', departmentId }], departmentId),
  }
  const member = await t.staff('组员', [], departmentId)
  const stranger = await t.staff('外组', [])
  const looker = { accountId: await t.staff('旁观', [{ role: 'orderReviewer' }], departmentId) }
  const { roleId } = await t.call('owner', createRole, { name: '看客', permissions: ['account.self', 'team.view'] })
  const viewer = { accountId: await t.staff('看客', [{ role: roleId }]) }
  const tries: [Who, Command, unknown][] = [
    [supervisor, setGrants, { accountId: member, version: 1, grants: [wholeGrant({ role: 'orderReviewer' })] }],
    [
      supervisor,
      setGrants,
      { accountId: member, version: 1, grants: [wholeGrant({ role: 'administrator', range: 'department', departmentId })] },
    ],
    [supervisor, setGrants, { accountId: stranger, version: 1, grants: [] }],
    [supervisor, setGrants, { accountId: supervisor.accountId, version: 1, grants: [] }],
    [supervisor, setGrants, { accountId: t.ownerId, version: 1, grants: [] }],
    [supervisor, moveDepartment, { departmentId, version: 1, parentId: null }],
    [viewer, setGrants, { accountId: member, version: 1, grants: [] }],
    [looker, setGrants, { accountId: member, version: 1, grants: [] }],
    ['owner', setGrants, { accountId: member, version: 7, grants: [] }],
    ['owner', setGrants, { accountId: member, version: 1, grants: [{ role: 'orderReviewer' }] }],
    ['owner', setGrants, { accountId: member, version: 1, grants: [wholeGrant({ role: 'nobody' })] }],
    ['owner', moveDepartment, { departmentId, version: 1, parentId: departmentId }],
    ['owner', editRole, { roleId, version: 1, name: '看客', description: '', permissions: ['team.ownership'] }],
    ['owner', setSupervisors, { departmentId, version: 1, accountIds: [newId()] }],
  ]
  const seen = new Set<string>()
  for (const [who, operation, input] of tries) {
    const told = await refusalOf(preview(who, operation.name as Previewable, input as Record<string, unknown>))
    assert.notEqual(told, 'done', operation.name)
    assert.equal(told, await refusalOf(t.call(who, operation, input as never)), `${operation.name} ${JSON.stringify(input)}`)
    seen.add(told)
  }
  for (const code of ['beyondOwnRights', 'notFound', 'ownGrants', 'notPermitted', 'stale', 'invalidInput', 'departmentLoop'])
    assert.ok(seen.has(code), code)
})

test('nothing remains: no row of any table differs, no job, no event, no log entry', async () => {
  const { departmentId } = await t.call('owner', createDepartment, { parentId: null, name: '临时组' })
  const accountId = await t.staff('小丙', [{ role: 'designer' }])
  const client = new pg.Client(t.address)
  await client.connect()
  try {
    const print = () => fingerprint(client)
    const earlier = await print()
    const grants = [wholeGrant({ role: 'orderReviewer' })]
    await preview('owner', 'team.setGrants', { accountId, version: 1, grants })
    await preview('owner', 'team.setDepartmentGrants', { departmentId, version: 1, grants })
    await preview('owner', 'team.moveStaff', { accountIds: [accountId], departmentId })
    await preview('owner', 'team.setSupervisors', { departmentId, version: 1, accountIds: [accountId] })
    assert.deepEqual(await print(), earlier)
    await t.call('owner', moveStaff, { accountIds: [accountId], departmentId })
    assert.notDeepEqual(await print(), earlier, 'the change itself leaves its marks')
  } finally {
    await client.end()
  }
})
async function fingerprint(client: pg.Client): Promise<Record<string, string>> {
  const { rows } = await client.query(`
    select table_schema || '.' || table_name as name from information_schema.columns
    where column_name = 'merchant_id' and table_schema not in ('pg_catalog', 'information_schema') order by 1`)
  const prints: Record<string, string> = {}
  for (const { name } of rows) {
    const text = `select count(*) || md5(coalesce(string_agg(t::text, '' order by t::text), '')) as print from ${name} t`
    prints[name] = (await client.query(text)).rows[0].print
  }
  return prints
}

test('only those one may see are named; of the others it is told how many', async () => {
  const { roleId } = await t.call('owner', createRole, { name: '共用', permissions: ['orders.view'] })
  const { departmentId } = await t.call('owner', createDepartment, { parentId: null, name: '甲组' })
  await t.staff('组内', [{ role: roleId, shopIds: shops }], departmentId)
  await t.staff('组外', [{ role: roleId, shopIds: shops }])
  const { roleId: editing } = await t.call('owner', createRole, {
    name: '改角色',
    permissions: ['team.view', 'team.roles', 'orders.view', 'orders.note'],
  })
  const editor = { accountId: await t.staff('编辑', [{ role: editing }]) }
  const input = { roleId, version: 1, name: '共用', description: '', permissions: ['orders.view', 'orders.note'] }
  assert.deepEqual(
    (await preview(editor, 'team.editRole', input)).people.map(({ name }) => name),
    ['组内', '组外'],
  )
  const { roleId: seeing } = await t.call('owner', createRole, {
    name: '改',
    permissions: ['team.roles', 'orders.view', 'orders.note'],
  })
  const { roleId: view } = await t.call('owner', createRole, { name: '看', permissions: ['team.view'] })
  const half = { accountId: await t.staff('半见', [{ role: seeing }, { role: view, range: 'department', departmentId }]) }
  const answer = await preview(half, 'team.editRole', input)
  assert.deepEqual([answer.people.map(({ name }) => name), answer.more], [['组内'], 1])
})

test('hiring: what the newcomer would bring, told to a supervisor too, and nobody is hired by asking', async () => {
  const { departmentId } = await t.call('owner', createDepartment, { parentId: null, name: '试招部' })
  const supervisor = await t.staff('试招主管', [{ role: 'supervisor', range: 'department', departmentId }], departmentId)
  const input = {
    ...{ subName: 'shizhao', name: '试招人', password: 'a long enough password', departmentId, endsAt: null },
    grants: [wholeGrant({ role: 'preSaleService', range: 'department', departmentId })],
  }
  const asked = await preview({ accountId: supervisor }, 'team.createStaff', input)
  const newcomer = asked.people.find(({ name }) => name === '试招人')
  assert.deepEqual(codes(newcomer?.gained ?? []), [...builtInRoles.preSaleService.permissions].sort(byPlace))
  assert.deepEqual(asked.more, 0)
  const everybody = await t.call('owner', listStaff, { search: '试招人' })
  assert.deepEqual(everybody.rows, [])
})

test('making somebody an owner tells all that it gives, and ending it what is lost', async () => {
  const accountId = await t.staff('合伙人', [])
  const { people } = await preview('owner', 'team.makeOwner', { accountId, version: 1 })
  assert.ok(codes(people[0]?.gained ?? []).includes('team.ownership'))
  await t.call('owner', makeOwner, { accountId, version: 1 })
  const ended = await preview('owner', 'team.endOwnership', { accountId, version: 2 })
  assert.ok(codes(ended.people[0]?.lost ?? []).includes('team.ownership'))
})
