/** The engine without a database: what mutation tests run thousands of times. Each case names the rule of docs/access-model.md it holds. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Permission } from '#contract/permissions.ts'
import {
  type AccessRule,
  decide,
  everywhere,
  type Grant,
  inRows,
  inScope,
  isByHolder,
  isByShopAlone,
  isUnlimited,
  narrow,
  noLimits,
  type Principal,
  type Reach,
  type Row,
  reachesDepartment,
  reachesRow,
  reachesShop,
  reachFor,
  requireAccess,
  type Scope,
  scopeOf,
  shopsOf,
  unlimitedGrant,
  whyOutside,
} from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { merchantId } from '#kernel/ids.ts'
import { may, rightsOf } from '#kernel/rights.ts'

const VIEW: Permission = 'orders.view'
const NOTE: Permission = 'orders.note'
const held = (accounts: string[], departments: string[] = []) => ({
  accounts: new Set(accounts),
  departments: new Set(departments),
})
const shops = (...ids: string[]): Reach => ({ ...everywhere, shops: new Set(ids) })
const warehouses = (...ids: string[]): Reach => ({ ...everywhere, warehouses: new Set(ids) })
const holders = (...accounts: string[]): Reach => ({ ...everywhere, holders: held(accounts) })
const grant = (reach: Reach, codes: Permission[] = [VIEW], id = 'g'): Grant => ({
  ...unlimitedGrant(id, codes),
  role: `role-${id}`,
  reach,
})
const who = (grants: Grant[], bounds?: Principal[]): Principal => ({
  ...{ kind: 'person', merchantId: merchantId('7'), accountId: 'a', name: 'a', isOwner: false, epoch: 1, grants },
  ...(bounds ? { bounds } : {}),
})
const rule = (scope: AccessRule['scope'], permission = VIEW): AccessRule => ({ permission, scope })
const scopeFor = (grants: Grant[], kind: AccessRule['scope'] = 'shop', bounds?: Principal[]): Scope =>
  scopeOf(who(grants, bounds), VIEW, kind) ?? assert.fail('not allowed')

test('without a grant that carries the permission nothing is allowed, and the missing one is named', () => {
  for (const scope of ['shop', 'staff', 'merchant', 'shared'] as const)
    assert.deepEqual(decide(who([grant(everywhere, [NOTE])]), rule(scope)), { allowed: false, missing: VIEW })
  assert.equal(scopeOf(who([]), VIEW), undefined)
  assert.throws(
    () => requireAccess(who([]), rule('shop')),
    (error) => error instanceof Failure && error.params.permission === '查看订单与包裹',
  )
})

test('the grants that allow are told, those that do not carry it are not', () => {
  const decision = requireAccess(
    who([grant(shops('A'), [VIEW], 'one'), grant(shops('B'), [NOTE], 'two'), grant(shops('C'), [VIEW], 'three')]),
    rule('shop'),
  )
  assert.deepEqual(decision.why, [
    { grantId: 'one', role: 'role-one' },
    { grantId: 'three', role: 'role-three' },
  ])
  assert.equal(decision.scope.merchantId, '7')
})

test('what counts everywhere needs one grant without any limit, and only such grants are told', () => {
  const limited = [grant(shops('A'), [VIEW], 'shop'), grant(warehouses('W'), [VIEW], 'house'), grant(holders('a'), [VIEW], 'own')]
  assert.equal(decide(who(limited), rule('merchant')).allowed, false)
  const decision = requireAccess(who([...limited, grant(everywhere, [VIEW], 'all')]), rule('merchant'))
  assert.deepEqual(
    decision.why.map(({ grantId }) => grantId),
    ['all'],
  )
  for (const reach of [shops('A'), warehouses('W'), holders('a')]) assert.equal(isUnlimited(reach), false)
  assert.equal(isUnlimited(everywhere), true)
})

/** Rows and whether somebody with these grants reaches them; asked of scope and of rights alike. */
function expectRows(grants: Grant[], rows: [Row, boolean][], bounds?: Principal[]): void {
  const scope = scopeOf(who(grants, bounds), VIEW)
  const rights = rightsOf(who(grants, bounds))
  for (const [row, expected] of rows) {
    assert.equal(scope !== undefined && reachesRow(scope, row), expected, `scope ${JSON.stringify(row)}`)
    assert.equal(may(rights, VIEW, row), expected, `rights ${JSON.stringify(row)}`)
  }
}

test('a row is reached when one grant contains its shop, its warehouse and its holder', () => {
  expectRows(
    [grant({ shops: new Set(['A']), warehouses: new Set(['W']), holders: held(['me']) })],
    [
      [{ shopId: 'A', warehouseId: 'W', holderId: 'me' }, true],
      [{ shopId: 'B', warehouseId: 'W', holderId: 'me' }, false],
      [{ shopId: 'A', warehouseId: 'V', holderId: 'me' }, false],
      [{ shopId: 'A', warehouseId: 'W', holderId: 'you' }, false],
      [{ shopId: 'A', warehouseId: null, holderId: 'me' }, false],
      [{ shopId: 'A', warehouseId: 'W', holderId: null }, true],
      [{ shopId: null, warehouseId: 'W', holderId: 'me' }, false],
      [{ warehouseId: 'W', holderId: 'me' }, true],
      [{}, true],
    ],
  )
})

test('grants never mix: the shop of one with the warehouse of another is nothing', () => {
  const grants = [
    grant({ ...everywhere, shops: new Set(['A']), warehouses: new Set(['W']) }),
    grant({ ...everywhere, shops: new Set(['B']), warehouses: new Set(['V']) }),
    grant(shops('C'), [NOTE]),
  ]
  expectRows(grants, [
    [{ shopId: 'A', warehouseId: 'W' }, true],
    [{ shopId: 'B', warehouseId: 'V' }, true],
    [{ shopId: 'A', warehouseId: 'V' }, false],
    [{ shopId: 'B', warehouseId: 'W' }, false],
    [{ shopId: 'C', warehouseId: 'W' }, false],
  ])
})

test('shops in a list, in a long list and all of them decide alike', () => {
  const many = Array.from({ length: 40 }, (_, n) => `S${n}`)
  expectRows(
    [grant(shops(...many))],
    [
      [{ shopId: 'S39' }, true],
      [{ shopId: 'S0' }, true],
      [{ shopId: 'S40' }, false],
      [{}, true],
    ],
  )
  expectRows(
    [grant(shops(...many.slice(0, 16)))],
    [
      [{ shopId: 'S15' }, true],
      [{ shopId: 'S16' }, false],
      [{ shopId: null }, false],
      [{}, true],
    ],
  )
  expectRows(
    [grant(shops(...many.slice(0, 17)))],
    [
      [{ shopId: 'S16' }, true],
      [{ shopId: 'S17' }, false],
      [{ shopId: null }, false],
    ],
  )
  expectRows(
    [grant(everywhere)],
    [
      [{ shopId: 'never seen' }, true],
      [{ shopId: null }, true],
    ],
  )
  assert.equal(may(rightsOf(who([grant(everywhere)])), 'no.suchRight', {}), false)
  assert.equal(may(rightsOf(who([grant(everywhere, [NOTE]), grant(shops('A'), [VIEW])])), NOTE, { shopId: 'Z' }), true)
})

test('every bound must allow it too, row by row and for the rule', () => {
  const wide = [grant(everywhere)]
  const bounds = [who([grant(shops('A', 'B'))]), who([grant(shops('B', 'C'))])]
  expectRows(
    wide,
    [
      [{ shopId: 'B' }, true],
      [{ shopId: 'A' }, false],
      [{ shopId: 'C' }, false],
    ],
    bounds,
  )
  expectRows(wide, [[{ shopId: 'B' }, false]], [who([grant(everywhere, [NOTE])])])
  expectRows(wide, [[{ shopId: 'B' }, true]], [])
  assert.deepEqual([...(shopsOf(scopeFor(wide, 'shop', bounds)) as Set<string>)], ['B'])
  assert.equal(decide(who(wide, [who([grant(shops('A'))])]), rule('merchant')).allowed, false)
  assert.deepEqual(decide(who(wide, [who([])]), rule('shop')), { allowed: false, missing: VIEW })
})

test('for rows that are persons only the holder counts', () => {
  const scope = scopeFor([grant({ shops: new Set(['A']), warehouses: new Set(['W']), holders: held(['me'], ['D']) })], 'staff')
  assert.equal(reachesRow(scope, { holderId: 'me' }), true)
  assert.equal(reachesRow(scope, { holderId: 'you' }), false)
  assert.equal(reachesRow(scope, { shopId: 'B', warehouseId: 'V', holderId: 'me' }), true)
  assert.deepEqual(
    [reachesDepartment(scope, 'D'), reachesDepartment(scope, 'E'), reachesDepartment(scope, null)],
    [true, false, false],
  )
  const two = scopeFor(
    [grant({ ...everywhere, holders: held([], ['D']) }), grant({ ...everywhere, holders: held([], ['E']) })],
    'staff',
  )
  assert.deepEqual([reachesDepartment(two, 'D'), reachesDepartment(two, 'E'), reachesDepartment(two, 'F')], [true, true, false])
  assert.equal(reachesDepartment(scopeFor([grant(shops('A'))]), 'D'), true, 'shops say nothing about departments')
  const whole = scopeFor([grant(shops('A'))], 'staff')
  assert.deepEqual([reachesDepartment(whole, 'E'), reachesDepartment(whole, null)], [true, true])
  assert.deepEqual(reachFor('staff', shops('A')), everywhere)
  assert.deepEqual(reachFor('shop', shops('A')), shops('A'))
})

test('why a reach does not contain a row: the first of shop, warehouse, holder', () => {
  const reach = { shops: new Set(['A']), warehouses: new Set(['W']), holders: held(['me']) }
  assert.equal(whyOutside(reach, { shopId: 'B', warehouseId: 'V', holderId: 'you' }), 'otherShop')
  assert.equal(whyOutside(reach, { shopId: 'A', warehouseId: 'V', holderId: 'you' }), 'otherWarehouse')
  assert.equal(whyOutside(reach, { shopId: 'A', warehouseId: 'W', holderId: 'you' }), 'otherHolder')
  assert.equal(whyOutside(reach, { shopId: 'A', warehouseId: 'W', holderId: 'me' }), undefined)
})

test('who is made narrower keeps the reach of what is left and nothing else', () => {
  const narrower = narrow(who([grant(shops('A'), [VIEW, NOTE], 'one'), grant(shops('B'), [NOTE], 'two')]), new Set([VIEW]))
  assert.deepEqual(
    narrower.grants.map(({ grantId, permissions, reach }) => [grantId, [...permissions], reach]),
    [['one', [VIEW], shops('A')]],
  )
})

test('lists know from a scope which shops to walk and whether anything else matters', () => {
  assert.equal(shopsOf(scopeFor([grant(shops('A')), grant(everywhere)])), 'all')
  assert.equal(shopsOf(scopeFor([grant(shops('A')), grant(warehouses('W'))])), 'all')
  assert.deepEqual([...(shopsOf(scopeFor([grant(shops('A')), grant(shops('B', 'A'))])) as Set<string>)], ['A', 'B'])
  assert.deepEqual(
    [shops('A'), warehouses('W'), holders('me')].map((reach) => isByShopAlone(scopeFor([grant(reach)]))),
    [true, false, false],
  )
  assert.deepEqual(
    [shops('A'), warehouses('W'), holders('me')].map((reach) => isByHolder(scopeFor([grant(reach)]))),
    [false, false, true],
  )
  assert.deepEqual(
    [reachesShop(scopeFor([grant(shops('A'))]), 'A'), reachesShop(scopeFor([grant(shops('A'))]), 'B')],
    [true, false],
  )
})

test('the predicate says the same in SQL, with every id as a parameter', () => {
  const columns = { shop: sql`s`, warehouse: sql`w`, holder: sql`h` }
  const texts = (reaches: Reach[], own: Parameters<typeof inRows>[1] = columns) => {
    const { text, values } = inRows(scopeFor(reaches.map((reach) => grant(reach))), own)
    return [text, values]
  }
  assert.deepEqual(texts([everywhere]), ['true', []])
  assert.deepEqual(texts([shops('A'), shops('B', 'A')]), ['((s = any($1::uuid[])))', [['A', 'B']]])
  assert.deepEqual(texts([shops()]), ['(false)', []])
  assert.deepEqual(texts([warehouses('W')]), ['(((coalesce(w = any($1::uuid[]), false))))', [['W']]])
  assert.deepEqual(texts([holders('me')]), ['((((h is null or h = any($1::text[])))))', [['me']]])
  const all = { shops: new Set(['A']), warehouses: new Set(['W']), holders: held(['me']) }
  assert.deepEqual(texts([all, shops('B')]), [
    '(((s = any($1::uuid[]) and coalesce(w = any($2::uuid[]), false) and (h is null or h = any($3::text[]))) or s = any($4::uuid[])))',
    [['A'], ['W'], ['me'], ['B']],
  ])
  // A dimension that rows of this kind do not have limits nothing.
  assert.deepEqual(texts([warehouses('W')], { shop: sql`s` }), ['true', []])
  assert.deepEqual(texts([shops('A')], { holder: sql`h` }), ['true', []])
  assert.deepEqual(texts([all], { shop: sql`s` }), ['((s = any($1::uuid[])))', [['A']]])
  assert.deepEqual(inScope(scopeFor([grant(shops('A'))]), sql`x`).text, '((x = any($1::uuid[])))')
  const bounded = inRows(scopeFor([grant(shops('A'))], 'shop', [who([grant(shops('B'))])]), columns)
  assert.deepEqual([bounded.text, bounded.values], ['((s = any($1::uuid[])) and (s = any($2::uuid[])))', [['A'], ['B']]])
})

test('a grant of the house itself has no limit of any kind', () => {
  const { role, permissions, reach, limits, until, onShift, ipRanges } = unlimitedGrant('system', [VIEW])
  assert.deepEqual(
    [role, [...permissions], reach, limits, until, onShift, ipRanges],
    ['system', [VIEW], everywhere, noLimits, null, false, []],
  )
  assert.deepEqual(noLimits, { refundPerActFen: null, refundPerDayFen: null, exportsPerDay: null, revealsPerDay: null })
})
