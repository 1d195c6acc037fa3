/**
 * Every decision of a world so small that all of it can be tried: two grants of every kind, every row. What must come out is said here
 * once more in the words of docs/access-model.md, without the engine.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Permission, permissionCodes } from '#contract/permissions.ts'
import {
  decide,
  type Grant,
  inRows,
  isByHolder,
  isByShopAlone,
  type Principal,
  type Reach,
  type Row,
  reachesRow,
  shopsOf,
  unlimitedGrant,
} from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import { merchantId } from '#kernel/ids.ts'
import { may, rightsOf } from '#kernel/rights.ts'

const VIEW: Permission = 'orders.view'
const NOTE: Permission = 'orders.note'
const who = (grants: Grant[], bounds: Principal[] = []): Principal => ({
  ...{ kind: 'person', merchantId: merchantId('7'), accountId: 'me', name: 'me', isOwner: false, epoch: 1, grants, bounds },
})

/** A limit as people would say it: the ids that count, or no limit. */
type Told = { shops?: string[]; warehouses?: string[]; accounts?: string[]; permission: Permission }
const grantOf = ({ shops, warehouses, accounts, permission }: Told): Grant => ({
  ...unlimitedGrant('g', [permission]),
  reach: {
    shops: shops ? new Set(shops) : 'all',
    warehouses: warehouses ? new Set(warehouses) : 'all',
    holders: accounts ? { accounts: new Set(accounts), departments: new Set() } : 'all',
  } satisfies Reach,
})
/** A dimension a row does not have limits nothing. No warehouse yet: only grants for all of them. Nobody holds it: whoever the rest lets in. */
function contains({ shops, warehouses, accounts }: Told, { shopId, warehouseId, holderId }: Row): boolean {
  if (shops !== undefined && shopId !== undefined && !shops.some((id) => id === shopId)) return false
  if (warehouses !== undefined && warehouseId !== undefined && !warehouses.some((id) => id === warehouseId)) return false
  return accounts === undefined || holderId === undefined || holderId === null || accounts.includes(holderId)
}

const reaches: Omit<Told, 'permission'>[] = [undefined, [], ['A'], ['A', 'B']].flatMap((shops) =>
  [undefined, ['W']].flatMap((warehouses) =>
    [undefined, ['me'], ['me', 'you']].map((accounts) => ({
      ...(shops && { shops }),
      ...(warehouses && { warehouses }),
      ...(accounts && { accounts }),
    })),
  ),
)
const told: Told[] = reaches.flatMap((reach) => [VIEW, NOTE].map((permission) => ({ ...reach, permission })))
const pairs: Told[][] = told.flatMap((one, place) => told.slice(place).map((other) => [one, other]))
const rows: Row[] = ['A', 'B', 'C', null, undefined].flatMap((shopId) =>
  ['W', 'V', null, undefined].flatMap((warehouseId) =>
    ['me', 'you', 'they', null, undefined].map((holderId) => ({
      ...(shopId !== undefined && { shopId }),
      ...(warehouseId !== undefined && { warehouseId }),
      ...(holderId !== undefined && { holderId }),
    })),
  ),
)

test('any two grants: in memory, as a scope and laid out, exactly the rows of one of them that carries the permission', () => {
  for (const pair of pairs) {
    const principal = who(pair.map(grantOf))
    const rights = rightsOf(principal)
    const carrying: Told[] = pair.filter(({ permission }) => permission === VIEW)
    const decision = decide(principal, { permission: VIEW, scope: 'shop' })
    assert.equal(decision.allowed, carrying.length > 0)
    for (const row of rows) {
      const expected = carrying.some((one) => contains(one, row))
      const seen: boolean[] = [may(rights, VIEW, row), decision.allowed && reachesRow(decision.scope, row)]
      if (seen.some((one) => one !== expected)) assert.fail(`${JSON.stringify({ pair, row, seen, expected })}`)
    }
  }
})

test('any two grants: what lists ask of a scope agrees with the rows in it', () => {
  const columns = { shop: sql`s`, warehouse: sql`w`, holder: sql`h` }
  for (const pair of pairs) {
    const decision = decide(who(pair.map(grantOf)), { permission: VIEW, scope: 'shop' })
    if (!decision.allowed) continue
    const inside = rows.filter((row) => reachesRow(decision.scope, row))
    const shops = shopsOf(decision.scope)
    const predicate = inRows(decision.scope, columns).text
    assert.equal(predicate === 'true', inside.length === rows.length)
    // Beside a grant without any limit the limits of the other one do not matter.
    if (inside.length === rows.length)
      assert.deepEqual([shops, isByShopAlone(decision.scope), isByHolder(decision.scope)], ['all', true, false])
    for (const { shopId } of inside)
      assert.ok(shops === 'all' || shopId == null || shops.has(shopId), 'no shop with rows is left out')
    const isSame = (change: Partial<Row>) =>
      rows.every((row) => reachesRow(decision.scope, row) === reachesRow(decision.scope, { ...row, ...change }))
    if (isByShopAlone(decision.scope)) assert.ok(isSame({ warehouseId: 'V' }) && isSame({ holderId: 'they' }))
    if (!isByHolder(decision.scope)) assert.ok(isSame({ holderId: 'they' }))
  }
})

test('bounds: a row is reached when each of them reaches it too', () => {
  const [mine, first, second] = [
    { permission: VIEW },
    { permission: VIEW, shops: ['A', 'B'] },
    { permission: VIEW, accounts: ['me'] },
  ]
  const principal = who([grantOf(mine)], [who([grantOf(first)]), who([grantOf(second)])])
  const decision = decide(principal, { permission: VIEW, scope: 'shop' })
  assert.ok(decision.allowed)
  for (const row of rows) {
    const expected = [mine, first, second].every((one) => contains(one, row))
    assert.deepEqual([may(rightsOf(principal), VIEW, row), reachesRow(decision.scope, row)], [expected, expected])
  }
  // One bound limits the shops, the other who holds the row: neither question is answered by looking at one of them.
  assert.deepEqual([isByShopAlone(decision.scope), isByHolder(decision.scope)], [false, true])
})

test('a role of many permissions carries each of them and no other, and nobody has one that does not exist', () => {
  const everything = rightsOf(who([unlimitedGrant('g', permissionCodes)]))
  const nothing = rightsOf(who([]))
  for (const [place, permission] of permissionCodes.entries()) {
    const others = permissionCodes.filter((_, at) => at !== place)
    assert.equal(may(rightsOf(who([unlimitedGrant('g', others)])), permission, {}), false, permission)
    assert.equal(may(everything, permission, { shopId: 'A' }), true, permission)
    for (const row of [{}, { shopId: null }, { shopId: 'A' }]) assert.equal(may(nothing, permission, row), false, permission)
  }
  assert.equal(may(everything, 'no.suchRight', {}), false)
})

test('a grant of a few shops is not widened by what stands behind it', () => {
  const many = Array.from({ length: 40 }, (_, n) => `S${n}`)
  rightsOf(who(many.map((shop) => grantOf({ permission: VIEW, shops: [shop] }))))
  for (let count = 0; count <= 20; count += 1) {
    const rights = rightsOf(
      who([grantOf({ permission: VIEW, shops: ['A'] }), grantOf({ permission: NOTE, shops: many.slice(0, count) })]),
    )
    for (const shopId of many) assert.equal(may(rights, VIEW, { shopId }), false, `${shopId} beside ${count}`)
    for (const [n, shopId] of many.entries()) assert.equal(may(rights, NOTE, { shopId }), n < count, `${shopId} of ${count}`)
  }
})

test('a hundred thousand accounts of one role need no more room than one, in whatever order its permissions came', () => {
  const [one, other] = [[...permissionCodes], [...permissionCodes].reverse()].map(
    (codes) => rightsOf(who([unlimitedGrant('g', codes)])).table,
  )
  assert.deepEqual(one, other)
  const halves = [permissionCodes.slice(0, 20), permissionCodes.slice(20)].map(
    (codes) => rightsOf(who([unlimitedGrant('g', codes)])).table,
  )
  assert.notDeepEqual(halves[0], halves[1])
})
