/** Many at once and by template: each way is weighed like a grant by hand. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { listStaff } from '../operations/list-staff.ts'
import { setShopLevel } from '../seats/operations/set-shop-level.ts'
import { applyTemplate } from './operations/apply-template.ts'
import { importStaff } from './operations/import-staff.ts'
import { listTemplates } from './operations/list-templates.ts'
import { removeTemplate } from './operations/remove-template.ts'
import { saveTemplate } from './operations/save-template.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const password = 'a long enough password'
const codeOf = (error: unknown): string => (error instanceof Failure ? error.definition.code : String(error))
const line = (subName: string, more: object = {}) => ({ subName, name: `员工${subName}`, password, ...more })
const grant = (role: string) => [{ role, shopIds: null }]

test('a list is done line by line: what is refused says why and leaves nothing behind', async () => {
  const manager = { accountId: await t.staff('店长', [{ role: 'supervisor' }]) }
  const { done, refused } = await t.call(manager, importStaff, {
    rows: [
      line('one', { grants: grant('temporaryService') }),
      line('two', { grants: grant('warehouseKeeper') }),
      line('a b'),
      line('one'),
      line('four', { password: 'short' }),
      line('five', { endsAt: '2020-01-01T00:00:00.000Z' }),
    ],
  })
  assert.deepEqual(done, ['one'])
  assert.deepEqual(
    refused.map(({ id, code }) => `${id} ${code}`),
    ['two beyondOwnRights', 'a b loginMalformed', 'one loginTaken', 'four passwordWeak', 'five temporaryTooLong'],
  )
  const names = await t.read((reader) =>
    reader.rows<{ login: string }>(sql`select login from directory.logins where merchant_id = ${t.merchantId} order by login`),
  )
  assert.equal(names.filter(({ login }) => /:(one|two|four|five)$/.test(login)).length, 1)
})

test('when the seats run out in the middle of a list the rest is refused, and their names stay free', async () => {
  const m = await t.anotherMerchant()
  await m.call('owner', setShopLevel, { level: 'heart' })
  const { done, refused } = await m.call('owner', importStaff, { rows: [line('a'), line('b'), line('c')] })
  assert.deepEqual([done, refused.map(({ code }) => code)], [['a', 'b'], ['noSeat']])
  const { rows } = await m.call('owner', listStaff, { search: ':c' })
  assert.deepEqual(rows, [])
})

test('a template is weighed when it is made and again when it is used', async () => {
  const manager = { accountId: await t.staff('管人的', [{ role: 'supervisor' }]) }
  const clerk = await t.staff('店员', [])
  const wide = { templateId: null, version: null, name: '仓库岗', departmentId: null, grants: grant('warehouseKeeper') }
  assert.equal(await t.call(manager, saveTemplate, wide).catch(codeOf), 'beyondOwnRights')
  const { templateId } = await t.call('owner', saveTemplate, wide)
  const use = { templateId, accountId: clerk, version: 1 }
  assert.equal(await t.call(manager, applyTemplate, use).catch(codeOf), 'beyondOwnRights')
  const viaImport = await t.call(manager, importStaff, { rows: [line('six', { templateId })] })
  assert.equal(viaImport.refused[0]?.code, 'beyondOwnRights')
  assert.equal(await t.call(manager, removeTemplate, { templateId, version: 1 }).catch(codeOf), 'beyondOwnRights')
  await t.call('owner', applyTemplate, use)
  const { rows } = await t.call('owner', listStaff, { search: '店员' })
  assert.deepEqual(
    rows.find(({ accountId }) => accountId === clerk)?.grants.map(({ role }) => role),
    ['warehouseKeeper'],
  )
  await t.call('owner', removeTemplate, { templateId, version: 1 })
  assert.deepEqual((await t.call('owner', listTemplates, {})).rows, [])
})
