import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownerPermissions } from '#contract/permissions.ts'
import { findPermissions, groupedPermissions, isNeverGiven } from './permission-groups.ts'

const codesOf = (groups: readonly { codes: readonly string[] }[]) => groups.flatMap(({ codes }) => codes)

test('the tree holds every right a person can hold, each once', () => {
  assert.deepEqual(codesOf(groupedPermissions).toSorted(), [...ownerPermissions].toSorted())
})

test('what only the owner holds is shown as never given', () => {
  assert.deepEqual(ownerPermissions.filter(isNeverGiven), ['team.ownership', 'finance.bank', 'finance.withdraw'])
})

test('a right is found by its name, its code, or the branch it hangs on', () => {
  const find = (words: string, language: 'zh' | 'en' = 'zh') => codesOf(findPermissions({ words, language }))
  assert.ok(find('提现').includes('finance.withdraw'))
  assert.deepEqual(find('orders.viewreceiver'), ['orders.viewReceiver'])
  assert.ok(find('资金').length === 2 && find('Money', 'en').length === 2)
  assert.deepEqual(find('没有这样的权限'), [])
})

test('only what is held can be shown alone', () => {
  assert.deepEqual(codesOf(findPermissions({ words: '', language: 'zh', among: new Set(['catalog.view']) })), ['catalog.view'])
})
