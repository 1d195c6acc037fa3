/** The engine alone: pairs never mix, bounds only take away, and memory and SQL are the same function. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import {
  decide,
  everywhere,
  type Grant,
  inRows,
  narrow,
  type Principal,
  type Row,
  reachesRow,
  unlimitedGrant,
} from '#kernel/access.ts'
import { joinSql, sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { may, rightsOf } from '#kernel/rights.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const [shops, warehouses, people] = [0, 1, 2].map(() => Array.from({ length: 3 }, newId)) as [string[], string[], string[]]
const permission = 'orders.view'
const some = (ids: readonly string[]) =>
  fc.oneof(
    fc.constant('all' as const),
    fc.subarray([...ids], { minLength: 1 }).map((chosen) => new Set(chosen)),
  )
const grant: fc.Arbitrary<Grant> = fc
  .record({ shops: some(shops), warehouses: some(warehouses), holders: some(people), carries: fc.boolean() })
  .map(({ shops: inShops, warehouses: inWarehouses, holders, carries }) => ({
    ...unlimitedGrant('g', carries ? [permission] : ['catalog.view']),
    reach: {
      shops: inShops,
      warehouses: inWarehouses,
      holders: holders === 'all' ? 'all' : { accounts: holders, departments: new Set<string>() },
    },
  }))
const principalWith = (grants: Grant[], bounds?: Principal[]): Principal => ({
  ...{ kind: 'person', merchantId: t.merchantId, accountId: people[0] ?? '', name: 'a', isOwner: false, epoch: 1, grants },
  ...(bounds ? { bounds } : {}),
})
const bounded = fc.record({ grants: fc.array(grant, { maxLength: 4 }), bound: fc.option(fc.array(grant, { maxLength: 3 })) })
const oneOf = (ids: readonly string[]) => fc.option(fc.constantFrom(...ids, newId()))
const row: fc.Arbitrary<Row> = fc.record({
  shopId: fc.constantFrom(...shops, newId()),
  warehouseId: oneOf(warehouses),
  holderId: oneOf(people),
})

test('one row decided at once, through its scope and by the database is the same decision', async () => {
  await fc.assert(
    fc.asyncProperty(bounded, fc.array(row, { minLength: 1, maxLength: 40 }), async ({ grants, bound }, rows) => {
      const principal = principalWith(grants, bound ? [principalWith(bound)] : undefined)
      const decision = decide(principal, { permission, scope: 'shop' })
      const alone = rows.map((one) => may(rightsOf(principal), permission, one))
      if (!decision.allowed) {
        assert.ok(!alone.includes(true), 'nothing is reached without the permission')
        return
      }
      const { scope } = decision
      assert.deepEqual(
        rows.map((one) => reachesRow(scope, one)),
        alone,
      )
      const lines = rows.map((one, n) => sql`(${n}::int, ${one.shopId}::uuid, ${one.warehouseId}::uuid, ${one.holderId}::text)`)
      const found = await t.read((reader) =>
        reader.rows<{ n: number }>(sql`
          select v.n from (values ${joinSql(lines)}) v(n, shop, warehouse, holder)
          where ${inRows(scope, { shop: sql`v.shop`, warehouse: sql`v.warehouse`, holder: sql`v.holder` })} order by v.n`),
      )
      assert.deepEqual(
        found.map(({ n }) => n),
        alone.flatMap((yes, n) => (yes ? [n] : [])),
      )
    }),
    { numRuns: 300 },
  )
})

test('a right in one shop and another right in another shop never add up', () => {
  const [shopA = '', shopB = ''] = shops
  const inShop = (code: string, shop: string): Grant => ({
    ...unlimitedGrant(code, [code]),
    reach: { ...everywhere, shops: new Set([shop]) },
  })
  const principal = principalWith([inShop('orders.view', shopA), inShop('orders.review', shopB)])
  assert.equal(may(rightsOf(principal), 'orders.view', { shopId: shopA }), true)
  assert.equal(may(rightsOf(principal), 'orders.view', { shopId: shopB }), false)
  assert.equal(may(rightsOf(principal), 'orders.review', { shopId: shopA }), false)
})

test('what counts everywhere needs a grant without any limit, also in every bound', () => {
  const rule = { permission, scope: 'merchant' } as const
  const limited = { ...unlimitedGrant('g', [permission]), reach: { ...everywhere, warehouses: new Set(warehouses) } }
  const free = unlimitedGrant('g', [permission])
  assert.equal(decide(principalWith([limited]), rule).allowed, false)
  assert.equal(decide(principalWith([limited, free]), rule).allowed, true)
  assert.equal(decide(principalWith([free], [principalWith([limited])]), rule).allowed, false)
})

test('an actor made narrower keeps the reach of each right and loses the others', () => {
  const principal = principalWith([unlimitedGrant('g', ['orders.view', 'orders.note']), unlimitedGrant('h', ['catalog.view'])])
  const narrower = narrow(principal, new Set(['orders.note']))
  assert.deepEqual(
    narrower.grants.map((one) => [...one.permissions]),
    [['orders.note']],
  )
})

test('rows of the pool are open to who is limited to his own; rows without a warehouse to nobody who is limited to one', () => {
  const own = { ...everywhere, holders: { accounts: new Set(['me']), departments: new Set<string>() } }
  const here = { ...everywhere, warehouses: new Set(['w']) }
  const with_ = (reach: Grant['reach']) => principalWith([{ ...unlimitedGrant('g', [permission]), reach }])
  assert.equal(may(rightsOf(with_(own)), permission, { holderId: null }), true)
  assert.equal(may(rightsOf(with_(own)), permission, { holderId: 'you' }), false)
  assert.equal(may(rightsOf(with_(here)), permission, { warehouseId: null }), false)
})
