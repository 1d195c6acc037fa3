/** What the people page is told: whom one sees, where they are, and what one may change about each of them. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Failure } from '#kernel/failure.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { createDepartment } from './departments/operations/create-department.ts'
import { listDepartments } from './departments/operations/list-departments.ts'
import { setDepartmentGrants } from './departments/operations/set-department-grants.ts'
import { listStaff } from './operations/list-staff.ts'
import { readMe } from './operations/read-me.ts'
import { renameStaff } from './operations/rename-staff.ts'
import { setGrants } from './operations/set-grants.ts'

let t: TestTeam
let service: string
let night: string
let sales: string
let supervisor: { accountId: string }
let clerk: string
let stronger: string
let outsider: string

before(async () => {
  t = await aTeam()
  const create = async (name: string, parentId: string | null) =>
    (await t.call('owner', createDepartment, { name, parentId })).departmentId
  service = await create('客服部', null)
  night = await create('夜班', service)
  sales = await create('销售部', null)
  supervisor = {
    accountId: await t.staff('郑主管', [{ role: 'supervisor', range: 'department', departmentId: service }], service),
  }
  clerk = await t.staff('小陈', [{ role: 'preSaleService', range: 'own' }], night)
  stronger = await t.staff('大管', [{ role: 'administrator' }], night)
  outsider = await t.staff('销售小李', [{ role: 'preSaleService' }], sales)
})
after(() => t.drop())

const allowed = (act: Promise<unknown>): Promise<boolean> =>
  act.then(
    () => true,
    (error: unknown) => (error instanceof Failure ? false : Promise.reject(error)),
  )

test('a supervisor sees the people of the own departments and is told exactly what the acts would allow', async () => {
  const { rows } = await t.call(supervisor, listStaff, {})
  assert.deepEqual(new Set(rows.map((row) => row.accountId)), new Set([supervisor.accountId, clerk, stronger]))
  for (const { accountId, version, name, mayManage, mayGrant } of rows) {
    assert.equal(await allowed(t.call(supervisor, renameStaff, { accountId, version, name })), mayManage, name)
    const { version: now } = (await t.call('owner', listStaff, { accountIds: [accountId] })).rows[0] ?? { version }
    const grants = [{ role: 'preSaleService', shopIds: null, range: 'department' as const, departmentId: service }]
    const granted = await allowed(t.call(supervisor, setGrants, { accountId, version: now, grants }))
    assert.equal(granted, mayGrant, name)
  }
})

test('who may only look is offered no change', async () => {
  const role = await t.staff('只看', [{ role: 'preSaleService' }])
  await assert.rejects(t.call({ accountId: role }, listStaff, {}))
  const { rows } = await t.call('owner', listStaff, { accountIds: [outsider] })
  assert.deepEqual(
    rows.map(({ mayManage, mayGrant }) => [mayManage, mayGrant]),
    [[true, true]],
  )
})

test('people are found by department with all below it, and those without one by that', async () => {
  const inService = await t.call('owner', listStaff, { departmentId: service })
  assert.deepEqual(new Set(inService.rows.map(({ accountId }) => accountId)), new Set([supervisor.accountId, clerk, stronger]))
  const nowhere = await t.call('owner', listStaff, { isUnassigned: true })
  const tree = await t.call('owner', listDepartments, {})
  assert.equal(tree.unassignedCount, nowhere.rows.length)
  assert.ok(nowhere.rows.some(({ isOwner }) => isOwner))
})

test('a supervisor sees what departments above give to everybody, and nothing of the neighbours', async () => {
  const grants = [{ role: 'preSaleService', shopIds: null }]
  for (const departmentId of [service, sales]) await t.call('owner', setDepartmentGrants, { departmentId, version: 1, grants })
  const shift = { accountId: await t.staff('夜班长', [{ role: 'supervisor', range: 'department', departmentId: night }], night) }
  const { rows, unassignedCount } = await t.call(shift, listDepartments, {})
  const of = (id: string) => rows.find(({ departmentId }) => departmentId === id)
  assert.deepEqual([of(night)?.grants, of(night)?.isManaged], [[], true])
  assert.deepEqual([of(service)?.grants?.length, of(service)?.isManaged], [1, false])
  assert.deepEqual([of(sales)?.grants, of(sales)?.isManaged], [null, false])
  assert.equal(unassignedCount, null)
  const me = await t.call(shift, readMe, {})
  assert.deepEqual(new Set(me.grants.map(({ role }) => role)), new Set(['supervisor', 'preSaleService']))
})
