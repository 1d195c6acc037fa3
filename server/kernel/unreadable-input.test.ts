import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Failure } from '#kernel/failure.ts'
import { writeCursor } from '#kernel/keyset.ts'
import { addSku } from '#modules/catalog/operations/add-sku.ts'
import { readLog } from '#modules/team/log/operations/read-log.ts'
import { renameStaff } from '#modules/team/operations/rename-staff.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const isBadInput = (error: unknown) => error instanceof Failure && error.definition.code === 'invalidInput'

test('a cursor made by hand, a NUL or half a character is bad input, and nothing is kept', async () => {
  const accountId = await t.staff('甲', [])
  await assert.rejects(t.call('owner', readLog, { cursor: writeCursor(['yesterday', 'x']) }), isBadInput)
  for (const name of ['a\u0000b', '\ud800'])
    await assert.rejects(t.call('owner', renameStaff, { accountId, version: 1, name }), isBadInput)
  await assert.rejects(
    t.call('owner', addSku, { code: 'A\u0000', title: '', variant: '', minPriceFen: null, weightGrams: null }),
    isBadInput,
  )
  assert.ok(await t.call('owner', renameStaff, { accountId, version: 1, name: '乙' }))
})
