import assert from 'node:assert/strict'
import { test } from 'node:test'
import { builtInRoles, type Permission } from '#contract/permissions.ts'
import { conditionCount, contentOf, draftOf, type GrantView, type RoleRow, sameDrafts, widestDraft } from './draft.ts'
import { lackedFor, widestFor } from './widest.ts'

const roles: RoleRow[] = Object.entries(builtInRoles).map(([role, { zh, en, permissions }]) => ({
  ...{ role, zh, en, isBuiltIn: true, description: '', permissions: [...permissions], version: null, useCount: 0 },
}))
const role = (code: string) => roles.find((one) => one.role === code)
const grant = (change: Partial<GrantView>): GrantView => ({
  ...widestDraft('supervisor'),
  ...{ grantId: 'g', grantedBy: 'o', grantedAt: '2026-01-01T00:00:00.000Z' },
  ...change,
})
const giver = (grants: GrantView[]) => ({
  isOwner: false,
  grants,
  rights: Object.fromEntries(grants.flatMap((one) => role(one.role)?.permissions ?? []).map((code: Permission) => [code, null])),
})

test('the owner begins with a grant without any limit', () => {
  assert.deepEqual(widestFor({ isOwner: true, rights: {}, grants: [] }, 'designer', roles), widestDraft('designer'))
})

test('a supervisor begins with the own department, shops and end, because no more can be given', () => {
  const own = grant({ range: 'department', departmentId: 'd', shopIds: ['a'], until: '2026-12-01T00:00:00.000Z' })
  const draft = widestFor(giver([own]), 'preSaleService', roles)
  assert.deepEqual(draft, { ...draftOf(own), role: 'preSaleService' })
})

test('of two grants that carry the role the wider one is the beginning, and one that does not carry it is none', () => {
  const narrow = grant({ range: 'own', shopIds: ['a'] })
  const wide = grant({ range: 'department', departmentId: 'd' })
  const unrelated = grant({ role: 'designer' })
  assert.equal(widestFor(giver([narrow, unrelated, wide]), 'orderReviewer', roles).departmentId, 'd')
  assert.equal(widestFor(giver([narrow, unrelated, wide]), 'designer', roles).range, 'all')
})

test('a role is out of reach when the giver lacks one of its rights, and the lacking ones are named', () => {
  const one = giver([grant({ role: 'preSaleService' })])
  assert.deepEqual(lackedFor(one, role('preSaleService')), [])
  assert.ok(lackedFor(one, role('orderReviewer')).includes('orders.review'))
})

test('two ways to write the same grants are the same, and a changed limit is not', () => {
  const a = { ...widestDraft('designer'), shopIds: ['2', '1'] }
  const b = { ...widestDraft('designer'), shopIds: ['1', '2'] }
  assert.equal(contentOf(a), contentOf(b))
  assert.ok(sameDrafts([a, widestDraft('marketer')], [widestDraft('marketer'), b]))
  const limited = { ...b, limits: { ...b.limits, exportsPerDay: 3 } }
  assert.ok(!sameDrafts([a], [limited]))
  assert.deepEqual([conditionCount(a), conditionCount({ ...limited, onShift: true })], [0, 2])
})
