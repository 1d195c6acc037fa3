import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { z } from 'zod'
import { type orders, type ParcelRow, type parcelFilters, STATIONS, WRITE_BACK_STATES } from '#contract/orders.ts'
import { aListedTeam, LISTED_AT, type ListedTeam, PROVINCES } from '#modules/orders/testing/list-samples.ts'
import { aTeam } from '#server/testing/team.ts'
import { listParcels } from './list-parcels.ts'

let team: ListedTeam
let everything: ParcelRow[]
before(async () => {
  team = await aListedTeam(await aTeam(LISTED_AT), 240)
  everything = await allPages({}, 1000)
})
after(() => team.drop())

type Input = z.input<typeof orders.listParcels.input>
type Filters = z.input<typeof parcelFilters>

async function allPages(input: Input, limit: number): Promise<ParcelRow[]> {
  const rows: ParcelRow[] = []
  let cursor: string | null = null
  do {
    const page: z.output<typeof orders.listParcels.output> = await team.t.call('owner', listParcels, { ...input, limit, cursor })
    assert.ok(page.rows.length <= limit)
    rows.push(...page.rows)
    cursor = page.next
  } while (cursor !== null)
  return rows
}

const isLiving = (row: ParcelRow): boolean => row.claim !== null
/** What the filters mean, said once more without an index. */
function fits(row: ParcelRow, filters: Filters): boolean {
  const { stations, shopIds, flag, province, claimed, writeBack, createdFrom, createdTo } = filters
  const mine = row.claim?.accountId === team.t.ownerId
  return (
    (stations?.includes(row.station) ?? true) &&
    (shopIds?.includes(row.shopId) ?? true) &&
    (!flag || row.flags.includes(flag)) &&
    (province === undefined || row.province === province) &&
    (writeBack === undefined || row.writeBack === writeBack) &&
    (claimed === undefined || { mine: isLiving(row) && mine, others: isLiving(row) && !mine, nobody: !isLiving(row) }[claimed]) &&
    (createdFrom === undefined || Date.parse(row.createdAt) >= Date.parse(createdFrom)) &&
    (createdTo === undefined || Date.parse(row.createdAt) < Date.parse(createdTo)) &&
    (filters.search === undefined || row.buyerNick.startsWith(filters.search))
  )
}

const isAtRest = (row: ParcelRow): number => Number(row.station === 'shipped' || row.station === 'stopped')
const byId = (a: ParcelRow, b: ParcelRow): number => (a.parcelId < b.parcelId ? -1 : 1)
const byAge = (a: ParcelRow, b: ParcelRow): number => Date.parse(a.createdAt) - Date.parse(b.createdAt) || byId(a, b)
const dueAt = (row: ParcelRow): number => (row.shipBy === null ? Number.MAX_VALUE : Date.parse(row.shipBy))
const inOrder = {
  newest: (a: ParcelRow, b: ParcelRow) => byAge(b, a),
  oldest: byAge,
  deadline: (a: ParcelRow, b: ParcelRow) =>
    isAtRest(a) - isAtRest(b) || (isAtRest(a) ? byAge(b, a) : dueAt(a) - dueAt(b) || byId(a, b)),
}

const day = (from: number) => fc.integer({ min: from, max: from + 3 }).map((n) => new Date(Date.UTC(2026, 2, n)).toISOString())
const anyFilters = (shopIds: string[]): fc.Arbitrary<Filters> =>
  fc
    .record(
      {
        stations: fc.subarray([...STATIONS], { minLength: 1 }),
        shopIds: fc.subarray(shopIds, { minLength: 1 }),
        flag: fc.constantFrom('合', '留', '址'),
        province: fc.constantFrom(...PROVINCES, '海南省'),
        claimed: fc.constantFrom('mine', 'others', 'nobody'),
        writeBack: fc.constantFrom(...WRITE_BACK_STATES),
        createdFrom: day(1),
        createdTo: day(3),
        search: fc.constantFrom('买家3', '买家', '买家17'),
      },
      { requiredKeys: [] },
    )
    .map((filters) => filters as Filters)

test('there is a parcel at every station, and every write-back', () => {
  assert.deepEqual([...new Set(everything.map((row) => row.station))].sort(), [...STATIONS].sort())
  assert.equal(new Set(everything.map((row) => row.writeBack)).size, WRITE_BACK_STATES.length)
  assert.ok(everything.length > 150)
})

test('any filter in any order, page by page, gives exactly the parcels that fit, each once', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyFilters(team.shopIds),
      fc.constantFrom('newest', 'oldest', 'deadline'),
      fc.constantFrom(7, 40, 300),
      async (filters, sort, limit) => {
        const expected = everything.filter((row) => fits(row, filters)).sort(inOrder[sort])
        const listed = await allPages({ filters, sort }, limit)
        assert.deepEqual(
          listed.map((row) => row.parcelId),
          expected.map((row) => row.parcelId),
        )
      },
    ),
    { numRuns: 120 },
  )
})

test('a parcel is found by its waybill, by its own number in small letters, and by its order', async () => {
  const [wanted] = everything.filter((row) => row.waybillNumber !== '')
  assert.ok(wanted)
  for (const search of [wanted.waybillNumber, wanted.number.toLowerCase(), wanted.platformOrderIds[0]]) {
    const { rows } = await team.t.call('owner', listParcels, { filters: { search } })
    assert.deepEqual(
      rows.map((row) => row.parcelId),
      [wanted.parcelId],
      search,
    )
  }
})

test('a cursor of another list, or one that somebody made up, is refused', async () => {
  const { next } = await team.t.call('owner', listParcels, { limit: 5 })
  const forged = Buffer.from(JSON.stringify(['newest', '2026-02-31', 'x'])).toString('base64url')
  for (const [sort, cursor] of [
    ['oldest', next],
    ['newest', forged],
    ['newest', 'junk'],
  ] as const)
    await assert.rejects(team.t.call('owner', listParcels, { sort, cursor }), /invalidInput/)
})
