import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RightView } from '#contract/team-questions.ts'
import { groupDiffs, reachOf, riskyGains } from './diff.ts'

const right = (permission: RightView['permission'], change: Partial<RightView> = {}): RightView => ({
  ...{ permission, shopIds: null, warehouseIds: null, range: 'all', departmentId: null, conditions: [] },
  ...change,
})

test('people whose rights change alike are told together, the largest group first', () => {
  const night = [right('orders.view'), right('orders.note')]
  const groups = groupDiffs([
    { accountId: '1', name: '甲', gained: [right('orders.view', { shopIds: ['a'] })], lost: [] },
    { accountId: '2', name: '乙', gained: night, lost: [] },
    { accountId: '3', name: '丙', gained: night, lost: [] },
  ])
  assert.deepEqual(
    groups.map(({ people, gained }) => [people.map(({ name }) => name), gained.map((group) => group.permissions)]),
    [
      [['乙', '丙'], [['orders.view', 'orders.note']]],
      [['甲'], [['orders.view']]],
    ],
  )
})

test('the reach of a right is read back from its conditions', () => {
  const conditions = ['until=2026-12-01T00:00:00.000Z', 'onShift', 'ip=10.0.0.0/8', 'ip=::1', 'refundPerActFen=5000']
  const reach = reachOf(right('orders.view', { range: 'department', departmentId: 'd', conditions }))
  assert.deepEqual([reach.until, reach.onShift, reach.ipRanges], ['2026-12-01T00:00:00.000Z', true, ['10.0.0.0/8', '::1']])
  assert.deepEqual([reach.limits.refundPerActFen, reach.departmentId, reach.from], [5000, 'd', null])
})

test('high-risk rights that somebody gains are marked once, and losing them is no risk', () => {
  const people = [
    { accountId: '1', name: '甲', gained: [right('team.manage'), right('orders.view')], lost: [right('team.grant')] },
    { accountId: '2', name: '乙', gained: [right('team.manage')], lost: [] },
  ]
  assert.deepEqual(riskyGains(people), ['team.manage'])
})
