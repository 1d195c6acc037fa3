/** Do the tests of access, scope and envelope bite? Stryker breaks the code in every place it knows; nine of ten mutants must be found. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const root = path.join(import.meta.dirname, '..')
type Report = {
  files: Record<string, { mutants: { status: string; mutatorName: string; location: { start: { line: number } } }[] }>
}

const isFound = ({ status }: { status: string }): boolean => status === 'Killed' || status === 'Timeout'
const isCounted = ({ status }: { status: string }): boolean => status !== 'Ignored' && status !== 'CompileError'

test('at least ninety of a hundred mutants of access, scope and envelope are killed, and eighty in each file', () => {
  rmSync(path.join(root, '.mutants'), { recursive: true, force: true })
  // Inside a test the test command would run nothing, and every mutant would live.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined }
  const run = spawnSync(path.join(root, 'node_modules', '.bin', 'stryker'), ['run'], { cwd: root, env, encoding: 'utf8' })
  const report = JSON.parse(readFileSync(path.join(root, '.mutants', 'report.json'), 'utf8')) as Report
  const shares = Object.entries(report.files).map(([file, { mutants }]) => {
    const counted = mutants.filter(isCounted)
    return { file, counted: counted.length, found: counted.filter(isFound).length }
  })
  const survivors = Object.entries(report.files).flatMap(([file, { mutants }]) =>
    mutants
      .filter((mutant) => isCounted(mutant) && !isFound(mutant))
      .map(({ location, mutatorName }) => `${file}:${location.start.line} ${mutatorName}`),
  )
  const told = `${JSON.stringify(shares)}\n${survivors.join('\n')}\n${run.stderr}`
  const sum = (key: 'counted' | 'found') => shares.reduce((all, share) => all + share[key], 0)
  assert.ok(sum('counted') > 700, `${sum('counted')} mutants say little`)
  assert.ok(sum('found') / sum('counted') >= 0.9, told)
  for (const { found, counted } of shares) assert.ok(found / counted >= 0.8, told)
})
