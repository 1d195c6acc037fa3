import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshnessOf } from './sync-rules.ts'

const now = new Date('2026-11-30T12:00:00Z')
const ago = (minutes: number): string => new Date(now.getTime() - minutes * 60_000).toISOString()
const shop = { pulledUntil: null, authorisedAt: null, state: 'active', isPulled: true } as const

test('a shop is as fresh as the last moment it was read up to', () => {
  const states = [0, 2, 3, 10, 11].map((minutes) =>
    freshnessOf({ ...shop, pulledUntil: ago(minutes), authorisedAt: ago(99) }, now),
  )
  assert.deepEqual(states, ['fresh', 'fresh', 'late', 'late', 'stale'])
})

test('a shop just let in is starting; when its first reading does not come it is late like any other', () => {
  const states = [0, 2, 3, 11].map((minutes) => freshnessOf({ ...shop, authorisedAt: ago(minutes) }, now))
  assert.deepEqual(states, ['starting', 'starting', 'late', 'stale'])
})

test('of shops that are not read nothing is said', () => {
  for (const state of ['unauthorised', 'paused'] as const) assert.equal(freshnessOf({ ...shop, state }, now), 'none')
  assert.equal(freshnessOf({ ...shop, isPulled: false }, now), 'none')
})
