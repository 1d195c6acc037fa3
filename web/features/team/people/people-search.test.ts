import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inputOf, PRESENT, readPeopleSearch } from './people-search.ts'

test('an address shows everybody who has not left, unless it says otherwise', () => {
  assert.deepEqual(inputOf(readPeopleSearch({})), { limit: 50, states: PRESENT })
  assert.deepEqual(inputOf(readPeopleSearch({ state: 'left', kind: 'agent', search: '王' })), {
    limit: 50,
    states: ['left'],
    kind: 'agent',
    search: '王',
  })
})

test('nonsense in an address is left out instead of being asked for', () => {
  assert.deepEqual(readPeopleSearch({ state: 'gone', kind: 7, tab: 'x', department: '', person: 'p', tabs: 1 }), { person: 'p' })
})

test('a department means all below it too, and “none” means people in no department', () => {
  assert.deepEqual(inputOf({ department: 'd' }), { limit: 50, states: PRESENT, departmentId: 'd' })
  assert.deepEqual(inputOf({ department: 'none' }), { limit: 50, states: PRESENT, isUnassigned: true })
})
