/** Takes the envelope out of each way on which power is conferred, one at a time: a test must notice. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { type Mutant, placeOf, tryMutant } from '#tools/mutants.ts'

const root = path.join(import.meta.dirname, '..', '..', '..')
const nothing = '(async () => undefined)'
/** What a check becomes when it no longer checks. */
const without: [pattern: RegExp, text: string][] = [
  [/\bgrantablePairs(?=\()/g, '(async (_reader, _actor, pairs) => [...pairs])'],
  [/\bpairsForNewcomer(?=\()/g, '(async (_reader, _actor, wanted) => [...wanted.grants])'],
  [/\bstillCovered(?=\()/g, '(async (_reader, invitation) => ({ pairs: invitation.grants }))'],
  [/\brequire(WithinEnvelope|Conferrable|MoveCovered|Holding|Holds|RoleWithinEnvelope|Givable)(?=\()/g, nothing],
  [/\bfound\.isStronger\b/g, 'false'],
  [/=> isStronger\b/g, '=> false'],
  [
    /\bmanageableAccount(?=\()/g,
    "(async (tx, _actor, wanted) => (await (await import('#modules/team/account-views.ts')).accountsById(tx, [wanted.accountId]))[0])",
  ],
]
const isDefinition = (source: string, at: number): boolean => /(function|const) $/.test(source.slice(Math.max(0, at - 9), at))

function envelopeMutants(): { mutant: Mutant; source: string }[] {
  const files = globSync('server/modules/{team,apps}/**/*.ts', { cwd: root })
    .filter((file) => !/\.(test|long)\.ts$|testing\//.test(file))
    .sort()
  return files.flatMap((file) => {
    const source = readFileSync(path.join(root, file), 'utf8')
    return without.flatMap(([pattern, text]) =>
      [...source.matchAll(pattern)]
        .filter(({ index }) => !isDefinition(source, index))
        .map((match) => ({ mutant: { file, start: match.index, end: match.index + match[0].length, text }, source })),
    )
  })
}

test('deleting the envelope on any way turns a test red', async () => {
  const mutants = envelopeMutants()
  assert.ok(mutants.length >= 20, `only ${mutants.length} ways were found`)
  const survived: string[] = []
  for (const { mutant, source } of mutants) {
    const verdict = await tryMutant(mutant, ['server/modules/team/escalation-paths.test.ts'], 120_000)
    if (verdict === 'survived') survived.push(placeOf(mutant, source))
  }
  assert.deepEqual(survived, [])
})
