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

test('at least ninety of a hundred mutants of access, scope and envelope are killed', () => {
  rmSync(path.join(root, '.mutants'), { recursive: true, force: true })
  const run = spawnSync(path.join(root, 'node_modules', '.bin', 'stryker'), ['run'], { cwd: root, encoding: 'utf8' })
  const report = JSON.parse(readFileSync(path.join(root, '.mutants', 'report.json'), 'utf8')) as Report
  const mutants = Object.entries(report.files).flatMap(([file, { mutants: own }]) => own.map((mutant) => ({ file, ...mutant })))
  const found = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length
  const counted = mutants.filter(({ status }) => status !== 'Ignored' && status !== 'CompileError').length
  const survivors = mutants
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map(({ file, location, mutatorName }) => `${file}:${location.start.line} ${mutatorName}`)
  assert.ok(counted > 300, `${counted} mutants say little`)
  assert.ok(found / counted >= 0.9, `${found} of ${counted} killed; ${survivors.join('\n')}\n${run.stderr}`)
})
