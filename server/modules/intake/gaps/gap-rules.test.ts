import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spanToCheck } from './gap-rules.ts'

const now = new Date('2026-11-30T12:00:00Z')
const span = (pulledUntil: string | null, checkedUntil: string | null, authorisedAt: string | null = '2026-11-01T00:00:00Z') => {
  const found = spanToCheck({ pulledUntil, checkedUntil, authorisedAt }, now)
  return found && [found.from.toISOString().slice(11, 16), found.to.toISOString().slice(11, 16)]
}

test('each hour compares what has settled since the last comparison', () => {
  assert.deepEqual(span('2026-11-30T11:59:00Z', '2026-11-30T10:30:00Z'), ['10:30', '11:30'])
})
test('nothing is compared that has not been read a first time', () => {
  assert.deepEqual(span('2026-11-30T11:00:00Z', '2026-11-30T10:30:00Z'), ['10:30', '11:00'])
  assert.equal(span(null, null), null)
  assert.equal(span('2026-11-30T10:30:00Z', '2026-11-30T10:30:00Z'), null)
})
test('a shop that was just connected is compared from then on: what lies before was never meant to be read', () => {
  assert.deepEqual(span('2026-11-30T11:59:00Z', null, '2026-11-30T11:00:00Z'), ['11:00', '11:30'])
  assert.equal(span('2026-11-30T11:59:00Z', null, null), null)
})
test('after days without comparison only the last day is looked at', () => {
  const found = spanToCheck({ pulledUntil: now.toISOString(), checkedUntil: '2026-11-20T00:00:00Z', authorisedAt: null }, now)
  assert.equal(found?.from.toISOString(), '2026-11-29T12:00:00.000Z')
})
