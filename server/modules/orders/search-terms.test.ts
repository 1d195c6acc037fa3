import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { STATIONS } from '#contract/orders.ts'
import { decide, type Scope, unlimitedGrant } from '#kernel/access.ts'
import { type Reader, type Sql, sql } from '#kernel/db.ts'
import { aTeam } from '#server/testing/team.ts'
import { startOf } from './list-positions.ts'
import { pageIds } from './parcel-lanes.ts'
import { type Found, findBySearch, ordersMatching } from './search-terms.ts'
import { aListedTeam, LISTED_AT, type ListedTeam } from './testing/list-samples.ts'

let team: ListedTeam
before(async () => {
  team = await aListedTeam(await aTeam(LISTED_AT), 120)
})
after(() => team.drop())

type Many = Extract<Found, { kind: 'many' }>
const cases: { text: string; many: Many }[] = [
  { text: '8800', many: { kind: 'many', by: 'beginning', text: '8800' } },
  { text: '买家1', many: { kind: 'many', by: 'beginning', text: '买家1' } },
  { text: 'SKU-3', many: { kind: 'many', by: 'goods', codes: ['SKU-3'] } },
]
const everything = (): Scope => {
  const principal = {
    kind: 'person' as const,
    merchantId: team.t.merchantId,
    accountId: team.t.ownerId,
    name: '',
    isOwner: true,
    epoch: 1,
  }
  const decision = decide(
    { ...principal, grants: [unlimitedGrant('g', ['orders.view'])] },
    { permission: 'orders.view', scope: 'shop' },
  )
  assert.ok(decision.allowed)
  return decision.scope
}
const search = (reader: Reader, shopIds: readonly string[], text: string) => findBySearch(reader, shopIds, text, sql`true`)
const ids = async (reader: Reader, query: Sql): Promise<string[]> =>
  (await reader.rows<{ id: string }>(query)).map((row) => row.id).sort()

for (const { text, many } of cases) {
  test(`“${text}” finds the same orders, gathered by the index or asked row by row`, () =>
    team.t.read(async (reader) => {
      const found = await search(reader, team.shopIds, text)
      assert.equal(found.kind, 'few')
      const walked = await ids(
        reader,
        sql`
        select o.order_id as id from orders o where o.merchant_id = ${reader.merchantId} and ${ordersMatching(reader, many)}`,
      )
      assert.deepEqual(found.kind === 'few' && [...found.orderIds].sort(), walked)
      assert.ok(walked.length > 0)
    }))

  test(`“${text}” finds the same parcels, gathered or asked row by row`, () =>
    team.t.read(async (reader) => {
      const wanted = {
        ...{
          filters: {},
          shopIds: team.shopIds,
          lanes: null,
          isEverywhere: true,
          scope: everything(),
          stations: STATIONS,
          order: 'newest' as const,
        },
        ...{ start: startOf(undefined, {}, 'newest'), limit: 1000, accountId: team.t.ownerId, now: team.t.clock.now },
      }
      const page = (found: Found) => ids(reader, sql`select k.parcel_id as id from (${pageIds(reader, { ...wanted, found })}) k`)
      const gathered = await page(await search(reader, team.shopIds, text))
      assert.deepEqual(await page(many), gathered)
      assert.ok(gathered.length > 0)
    }))
}

test('a search stays inside the shops it is given', () =>
  team.t.read(async (reader) => {
    const [, smallShop = ''] = team.shopIds
    const all = await search(reader, team.shopIds, '88')
    const inSmallShop = await search(reader, [smallShop], '88')
    assert.ok(all.kind === 'few' && inSmallShop.kind === 'few')
    assert.equal(all.orderIds.length, 120)
    assert.equal(inSmallShop.orderIds.length, 20)
  }))
