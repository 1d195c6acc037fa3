/** A role that many hold: all its grants are weighed at once, as they would be one by one. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Reader } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { aTeam, type SomeGrant, type TestTeam } from '#server/testing/team.ts'
import { createDepartment } from '../departments/operations/create-department.ts'
import { setDepartmentGrants } from '../departments/operations/set-department-grants.ts'
import { storedGrants, wantedGrants, weighedAnew } from '../grants/grant-views.ts'
import { moveStaff } from '../operations/move-staff.ts'
import { anAgent } from '../questions/testing/an-agent.ts'
import { createRole } from './operations/create-role.ts'
import { editRole } from './operations/edit-role.ts'
import { requireRoleWithinEnvelope } from './role-envelope.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const aRole = async (name: string) => (await t.call('owner', createRole, { name, permissions: ['orders.view'] })).roleId
const aDepartment = async (name: string, parentId: string | null = null) =>
  (await t.call('owner', createDepartment, { parentId, name })).departmentId
const wholly = { warehouseIds: null, from: null, until: null, onShift: false, ipRanges: [] }

test('all grants of a role at once weigh what they weigh one by one, with agents, departments and ranges', async () => {
  const role = await aRole('众人')
  const [shop, upper] = [await t.shop(), await aDepartment('上部')]
  const lower = await aDepartment('下部', upper)
  const grants: SomeGrant[][] = [
    [{ role, range: 'own' }],
    [{ role, range: 'own', shopIds: [shop] }],
    [{ role, range: 'department', departmentId: upper }],
    [{ role }],
    [
      { role, range: 'own' },
      { role, shopIds: [shop], onShift: true },
    ],
  ]
  const people = await Promise.all(grants.map((theirs, n) => t.staff(`众${n}`, theirs, n % 2 ? lower : upper)))
  await anAgent(t, '众助', people[0] ?? '', [{ role, range: 'own' }])
  const { limits } = { limits: { refundPerActFen: null, refundPerDayFen: null, exportsPerDay: null, revealsPerDay: null } }
  const ofAll = { ...wholly, role, shopIds: null, range: 'own' as const, departmentId: null, limits }
  await t.call('owner', setDepartmentGrants, { departmentId: upper, version: 1, grants: [ofAll] })
  const [atOnce, oneByOne] = await t.read(async (reader) => {
    const stored = await storedGrants(reader, { role })
    const each = stored.map((grant) =>
      wantedGrants(
        reader,
        [grant],
        grant.accountId === null ? { departmentId: grant.subjectDepartmentId ?? '' } : { accountId: grant.accountId },
      ),
    )
    return [await weighedAnew(reader, stored), (await Promise.all(each)).flat()]
  })
  const told = (weighed: typeof atOnce) =>
    weighed
      .map(({ reach, onShift, until }) => {
        const holders =
          reach.holders === 'all' ? 'all' : [[...reach.holders.accounts].sort(), [...reach.holders.departments].sort()]
        return JSON.stringify([reach.shops === 'all' || [...reach.shops], holders, onShift, until])
      })
      .toSorted()
  assert.equal(atOnce.length, 8)
  assert.deepEqual(told(atOnce), told(oneByOne))
})

/** How many statements a check over these many holders takes. */
async function statements(holders: number): Promise<number> {
  const role = await aRole(`数${holders}`)
  for (let n = 0; n < holders; n += 1) await t.staff(`数${holders}-${n}`, [{ role, range: n % 2 ? 'own' : 'all' }])
  const owner = await t.principalOf('owner')
  return t.read(async (reader) => {
    let count = 0
    const counting: Reader = {
      ...reader,
      merchantId: reader.merchantId,
      rows: (statement) => {
        count += 1
        return reader.rows(statement)
      },
      maybe: (statement) => {
        count += 1
        return reader.maybe(statement)
      },
    }
    await requireRoleWithinEnvelope(counting, owner, role, ['orders.view', 'orders.note'])
    return count
  })
}

test('editing a role asks the database as often for a hundred holders as for two', async () => {
  assert.equal(await statements(100), await statements(2))
})

test('one holder among many outside the supervisor’s department is enough to refuse the change', async () => {
  const role = await aRole('混编')
  const departmentId = await aDepartment('混编部')
  const supervisor = { accountId: await t.staff('混编主管', [{ role: 'supervisor', range: 'department', departmentId }]) }
  const people = await Promise.all([0, 1, 2, 3].map((n) => t.staff(`混${n}`, [{ role, range: 'own' }], departmentId)))
  const edit = (version: number) =>
    t
      .call(supervisor, editRole, {
        roleId: role,
        version,
        name: '混编',
        description: '',
        permissions: ['orders.view', 'orders.note'],
      })
      .then(
        () => 'done',
        (error: unknown) => (error instanceof Failure ? error.definition.code : String(error)),
      )
  assert.equal(await edit(1), 'done')
  await t.call('owner', moveStaff, { accountIds: [people[3] ?? ''], departmentId: null })
  assert.equal(await edit(2), 'beyondOwnRights')
})
