/** Takes the filter of rows out of each place that reads, tells of or changes orders and parcels, one at a time: a test must notice. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { type Mutant, placeOf, tryMutant } from '#tools/mutants.ts'

const root = path.join(import.meta.dirname, '..', '..', '..')
const moment = "(, (now|asked\\.now|'[qc]'|sql`[a-z_.]+`))*"
/** What a filter becomes when it lets everything through. */
const without: [pattern: RegExp, text: string][] = [
  [new RegExp(`\\bin(Parcels|FreeParcels|ManyParcels|Scope)\\((reader, )?(actor\\.)?scope${moment}\\)`, 'g'), 'sql`true`'],
  [/\bnotInOtherHands\(reader, scope, now\)/g, 'sql`true`'],
  [/\breaches(Row|Shop)(?=\((actor\.)?scope, )/g, '((..._: unknown[]) => true)'],
  [/\bshopsOf\((decision\.)?scope\)/g, "('all' as ReturnType<typeof shopsOf>)"],
  [/\bisByShopAlone\(decision\.scope\)/g, 'true'],
]
/** Filters before or behind which another one stands that says the same: what is read less, not what is shown. One that is no longer there is named. */
const doubled = new Map([
  ['order-views.ts reachesShop', 'each order is asked for its shop again where its row is read'],
  ['order-views.ts shopsOf(scope)', 'chooses the way an index is walked'],
  ['order-views.ts inScope(scope, sql`o.shop_id`)', 'only lanes of shops that are reached were walked'],
  ['export-views.ts inScope(scope, sql`o.shop_id`)', 'the same, and the file was asked for with those shops'],
  ['parcel-lanes.ts inParcels(scope, now)', 'a glance; each parcel is asked again where its row is read'],
  ['parcel-views.ts inParcels(actor.scope, now)', 'what is found is asked again where its row is read'],
  ['station-views.ts shopsOf(scope)', 'places are asked again once their parcels are counted'],
])

/** The first holds lists, counts, searches, pages, exports and facts together; the others what is changed, and what other modules ask. */
const tests = [
  'server/modules/orders/operations/read-parcel.test.ts',
  'server/modules/orders/operations/claims.test.ts',
  'server/modules/orders/operations/allocate-parcels.test.ts',
  'server/modules/fulfilment/row-reach.test.ts',
  'server/modules/after-sales/case-reach.test.ts',
  'server/modules/access/search.test.ts',
  'server/modules/orders/import/import-rights.test.ts',
  'server/modules/orders/import/import.test.ts',
  'server/modules/orders/operations/review.test.ts',
  'server/modules/orders/operations/arrange.test.ts',
  'server/modules/team/lessons-grants.test.ts',
]

function filterMutants(): { mutant: Mutant; source: string; name: string }[] {
  const files = [...globSync('server/modules/orders/**/*.ts', { cwd: root }), 'server/kernel/realtime.ts']
    .filter((file) => !/\.(test|long)\.ts$|testing\//.test(file))
    .sort()
  return files.flatMap((file) => {
    const source = readFileSync(path.join(root, file), 'utf8')
    return without.flatMap(([pattern, text]) =>
      [...source.matchAll(pattern)].map((match) => ({
        mutant: { file, start: match.index, end: match.index + match[0].length, text },
        source,
        name: `${path.basename(file)} ${match[0]}`,
      })),
    )
  })
}

test('deleting the filter of rows at any place turns a test red', async () => {
  const mutants = filterMutants()
  assert.ok(mutants.length >= 35, `only ${mutants.length} filters were found`)
  const names = new Set(mutants.map(({ name }) => name))
  assert.deepEqual(
    [...doubled.keys()].filter((name) => !names.has(name)),
    [],
  )
  const survived: string[] = []
  for (const { mutant, source, name } of mutants) {
    if (doubled.has(name)) continue
    const verdict = await tryMutant(mutant, tests, 240_000)
    if (verdict === 'survived') survived.push(placeOf(mutant, source))
  }
  assert.deepEqual(survived, [])
})
