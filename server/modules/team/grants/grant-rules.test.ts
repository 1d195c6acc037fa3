/** The envelope as a table: each line is one way in which something given may reach beyond the giver. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownerPermissions, type Permission } from '#contract/permissions.ts'
import {
  everywhere,
  type Grant,
  type Limits,
  noLimits,
  type Principal,
  reachesDepartment,
  reachesRow,
  scopeOf,
  unlimitedGrant,
} from '#kernel/access.ts'
import { merchantId } from '#kernel/ids.ts'
import type { GrantPair } from './grant.ts'
import {
  beyondEnvelope,
  contentOf,
  distinctPairs,
  flawOf,
  isCoveredBy,
  ownerGrant,
  selfGrants,
  toldGrants,
} from './grant-rules.ts'

const VIEW: Permission = 'orders.view'
const grant = (more: Partial<Grant> = {}, codes: Permission[] = [VIEW]): Grant => ({ ...unlimitedGrant('g', codes), ...more })
const shops = (...ids: string[]) => ({ reach: { ...everywhere, shops: new Set(ids) } })
const houses = (shop: string[], house: string[]) => ({
  reach: { ...everywhere, shops: new Set(shop), warehouses: new Set(house) },
})
const held = (accounts: string[], departments: string[] = []) => ({
  reach: { ...everywhere, holders: { accounts: new Set(accounts), departments: new Set(departments) } },
})
const limits = (more: Partial<Limits>) => ({ limits: { ...noLimits, ...more } })
const giver = (grants: Grant[], bounds?: Principal[]): Principal => ({
  ...{ kind: 'person', merchantId: merchantId('1'), accountId: 'a', name: 'a', isOwner: false, epoch: 1, grants },
  ...(bounds ? { bounds } : {}),
})
const day = (n: number): string => `2026-12-0${n}T00:00:00.000Z`

const cases: [string, Partial<Grant>[], Partial<Grant>, boolean][] = [
  ['all shops by one who has all', [{}], {}, true],
  ['all shops by one who has a list', [shops('A', 'B')], {}, false],
  ['a list by one who has all', [{}], shops('A'), true],
  ['a part of a list', [shops('A', 'B')], shops('B'), true],
  ['one shop more', [shops('A')], shops('A', 'B'), false],
  ['two lists together', [shops('A'), shops('B')], shops('A', 'B'), true],
  ['shop of one, warehouse of another', [houses(['A'], ['W']), houses(['B'], ['V'])], houses(['A'], ['V']), false],
  ['each pair covered by one', [houses(['A'], ['W', 'V']), houses(['B'], ['W', 'V'])], houses(['A', 'B'], ['V', 'W']), true],
  ['one warehouse more', [houses(['A'], ['W'])], houses(['A'], ['W', 'V']), false],
  ['warehouse by warehouse from two', [houses(['A'], ['W']), houses(['A'], ['V'])], houses(['A'], ['W', 'V']), true],
  ['all warehouses by one who has a list', [houses(['A'], ['W'])], shops('A'), false],
  ['a warehouse by one who has all', [shops('A')], houses(['A'], ['W']), true],
  ['one’s own rows by one who reaches them', [held(['x', 'y'])], held(['x']), true],
  ['rows of another', [held(['x'])], held(['x', 'y']), false],
  ['everybody’s rows by one who has some', [held(['x'])], {}, false],
  ['a department by one who has its account only', [held(['x'])], held(['x'], ['D']), false],
  ['a department by one who has it', [held(['x'], ['D', 'E'])], held(['x'], ['D']), true],
  ['a smaller limit', [limits({ refundPerActFen: 100 })], limits({ refundPerActFen: 99 }), true],
  ['the same limit', [limits({ refundPerDayFen: 100 })], limits({ refundPerDayFen: 100 }), true],
  ['a larger limit per act', [limits({ refundPerActFen: 100 })], limits({ refundPerActFen: 101 }), false],
  ['a larger limit per day', [limits({ refundPerDayFen: 100 })], limits({ refundPerDayFen: 101 }), false],
  ['more exports', [limits({ exportsPerDay: 1 })], limits({ exportsPerDay: 2 }), false],
  ['more reveals', [limits({ revealsPerDay: 1 })], limits({ revealsPerDay: 2 }), false],
  ['no limit by one who has one', [limits({ revealsPerDay: 1 })], {}, false],
  ['a limit by one who has none', [{}], limits({ exportsPerDay: 0 }), true],
  ['longer than one’s own', [{ until: day(2) }], { until: day(3) }, false],
  ['as long as one’s own', [{ until: day(2) }], { until: day(2) }, true],
  ['shorter', [{ until: day(2) }], { until: day(1) }, true],
  ['for good by one who has it for a time', [{ until: day(2) }], {}, false],
  ['for a time by one who has it for good', [{}], { until: day(2) }, true],
  ['always by one who has it on shift', [{ onShift: true }], {}, false],
  ['on shift by one who has it on shift', [{ onShift: true }], { onShift: true }, true],
  ['on shift by one who has it always', [{}], { onShift: true }, true],
  ['from everywhere by one who has it from one address', [{ ipRanges: ['10.0.0.0/8'] }], {}, false],
  ['from a part of it', [{ ipRanges: ['10.0.0.0/8'] }], { ipRanges: ['10.1.0.0/16'] }, true],
  ['from more than it', [{ ipRanges: ['10.1.0.0/16'] }], { ipRanges: ['10.0.0.0/8'] }, false],
  ['from an address by one who has it everywhere', [{}], { ipRanges: ['10.0.0.0/8'] }, true],
  ['limits of one, reach of another', [{ ...shops('A') }, limits({ revealsPerDay: 1 })], shops('B'), false],
]
for (const [name, own, wanted, expected] of cases)
  test(`${name}: ${expected ? 'given' : 'refused'}`, () => {
    const grants = own.map((one) => grant(one))
    assert.equal(beyondEnvelope(giver(grants), [grant(wanted)]), expected ? undefined : VIEW)
    assert.equal(isCoveredBy(grants, VIEW, grant(wanted)), expected)
    assert.equal(beyondEnvelope(giver([grant()], [giver(grants)]), [grant(wanted)]), expected ? undefined : VIEW, 'as a bound')
  })

test('each permission is weighed by the grants that carry it, and the first one beyond is named', () => {
  const own = giver([grant({}, ['orders.view']), grant(shops('A'), ['orders.note'])])
  assert.equal(beyondEnvelope(own, [grant(shops('A'), ['orders.view', 'orders.note'])]), undefined)
  assert.equal(
    beyondEnvelope(own, [grant(shops('A'), ['orders.view']), grant(shops('B'), ['orders.view', 'orders.note'])]),
    'orders.note',
  )
  assert.equal(beyondEnvelope(own, [grant({}, ['orders.review'])]), 'orders.review')
  assert.equal(beyondEnvelope(giver([]), []), undefined)
  assert.deepEqual([...ownerGrant.permissions], ownerPermissions)
  assert.deepEqual([ownerGrant.grantId, ownerGrant.role], ['owner', 'owner'], 'what an owner is told of why he may')
})

test('a list without a shop is no way to give what one does not hold: persons are managed whatever the shops', () => {
  for (const wanted of [shops(), houses(['A'], []), houses([], [])]) {
    assert.equal(beyondEnvelope(giver([]), [grant(wanted)]), VIEW)
    assert.equal(beyondEnvelope(giver([grant({}, ['orders.note'])]), [grant(wanted)]), VIEW)
    assert.equal(beyondEnvelope(giver([grant(limits({ exportsPerDay: 1 }))]), [grant(wanted)]), VIEW)
    assert.equal(beyondEnvelope(giver([grant(shops('B'))]), [grant(shops())]), undefined)
  }
})

test('each bound is asked, not the first alone', () => {
  const wide = giver([grant()])
  const narrow = giver([grant(shops('A'))])
  for (const bounds of [[wide, narrow], [narrow, wide], [giver([grant()], [narrow])]])
    assert.equal(beyondEnvelope(giver([grant()], bounds), [grant(shops('B'))]), VIEW)
  assert.equal(beyondEnvelope(giver([grant()], [wide, narrow]), [grant(shops('A'))]), undefined)
})

const pair = (more: Partial<GrantPair> = {}): GrantPair => ({
  ...{ role: 'designer', shopIds: null, warehouseIds: null, range: 'all', departmentId: null, from: null, until: null },
  ...{ limits: noLimits, onShift: false, ipRanges: [] },
  ...more,
})
const different: Partial<GrantPair>[] = [
  { role: 'marketer' },
  { shopIds: ['a'] },
  { warehouseIds: ['a'] },
  { range: 'own' },
  { range: 'department', departmentId: 'd' },
  { from: day(1) },
  { until: day(1) },
  { limits: { ...noLimits, refundPerActFen: 1 } },
  { limits: { ...noLimits, refundPerDayFen: 1 } },
  { limits: { ...noLimits, exportsPerDay: 1 } },
  { limits: { ...noLimits, revealsPerDay: 1 } },
  { onShift: true },
  { ipRanges: ['10.0.0.0/8'] },
]
test('pairs that say the same are one, however they are written; any difference makes another', () => {
  const contents = [pair(), ...different.map(pair)].map(contentOf)
  assert.equal(new Set(contents).size, contents.length)
  const written = [
    pair({
      shopIds: ['a', 'b'],
      warehouseIds: ['w'],
      from: '2026-12-01T00:00:00.000Z',
      until: '2026-12-02T00:00:00.000Z',
      ipRanges: ['x', 'y'],
      departmentId: 'ignored',
    }),
    pair({
      ...{ shopIds: ['B', 'a', 'b'], warehouseIds: ['W', 'w'], ipRanges: ['y', 'x', 'x'] },
      ...{ from: '2026-12-01T00:00:00Z', until: '2026-12-02T00:00:00Z' },
    }),
  ]
  // Also one by one, as a saved grant is compared with a wanted one.
  assert.equal(contentOf(pair({ ipRanges: ['y', 'x'] })), contentOf(pair({ ipRanges: ['x', 'y'] })))
  const [only, ...more] = distinctPairs(written)
  assert.deepEqual(
    [only?.shopIds, only?.warehouseIds, only?.ipRanges, only?.departmentId, more],
    [['a', 'b'], ['w'], ['x', 'y'], null, []],
  )
  assert.equal(distinctPairs([pair({ range: 'department', departmentId: 'd' })])[0]?.departmentId, 'd')
})

test('the log tells of a grant only what is not the widest', () => {
  assert.deepEqual(toldGrants([pair()]), [{ role: 'designer' }])
  assert.deepEqual(
    toldGrants([
      pair({ range: 'department', departmentId: 'd', shopIds: ['B', 'a'], warehouseIds: ['w'], from: day(1), until: day(2) }),
      pair({ range: 'own', limits: { ...noLimits, exportsPerDay: 0 }, onShift: true, ipRanges: ['x'] }),
    ]),
    [
      {
        role: 'designer',
        shopIds: ['a', 'b'],
        warehouseIds: ['w'],
        range: 'department',
        departmentId: 'd',
        from: day(1),
        until: day(2),
      },
      { role: 'designer', range: 'own', limits: { exportsPerDay: 0 }, onShift: true, ipRanges: ['x'] },
    ],
  )
})

test('a grant that could never hold is refused with the field that is wrong', () => {
  const flaws: [Partial<GrantPair>, string | undefined][] = [
    [{}, undefined],
    [{ range: 'department' }, 'departmentId'],
    [{ range: 'department', departmentId: 'd' }, undefined],
    [{ range: 'own' }, undefined],
    [{ from: day(2), until: day(1) }, 'until'],
    [{ from: day(1), until: day(1) }, 'until'],
    [{ from: day(1), until: day(2) }, undefined],
    [{ from: day(2) }, undefined],
    [{ until: day(1) }, undefined],
    [{ ipRanges: ['10.0.0.0/8', '::1'] }, undefined],
    [{ ipRanges: ['10.0.0.0/8', 'the shop', '10.0.0.0/99'] }, 'ipRanges'],
  ]
  for (const [more, field] of flaws) assert.equal(flawOf(pair(more))?.field, field, JSON.stringify(more))
  for (const [more, field] of flaws) if (field) assert.ok(flawOf(pair(more))?.reason, 'and says what is expected')
  assert.match(flawOf(pair({ ipRanges: ['the shop'] }))?.reason ?? '', /the shop .*10\.0\.0\.0\/8/)
})

test('every person uses their own account whatever is held, and nobody else’s; an agent does not', () => {
  const [own, ...more] = selfGrants({ account_id: 'me', responsible_id: null })
  assert.ok(own)
  assert.deepEqual([own.grantId, own.role], ['self', 'self'], 'what one is told of why one may')
  assert.deepEqual([more, [...own.permissions], own.reach.shops, own.reach.warehouses], [[], ['account.self'], 'all', 'all'])
  const scope = scopeOf(giver([own]), 'account.self', 'staff') ?? assert.fail('not allowed')
  assert.deepEqual([reachesRow(scope, { holderId: 'me' }), reachesRow(scope, { holderId: 'you' })], [true, false])
  assert.equal(reachesDepartment(scope, 'D'), false)
  assert.equal(beyondEnvelope(giver([own]), [own]), undefined)
  assert.deepEqual(selfGrants({ account_id: 'robot', responsible_id: 'me' }), [])
})
