/**
 * npm test            everything: static checks, all tests on a real PostgreSQL, browser journeys
 * npm test -- WORD    only the test files whose path contains WORD
 * npm run check       the static checks alone (--static)
 * npm run test:long   everything and the *.long.ts files (--long)
 * The last line is always "N passed, N failed".
 */
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '#tools/run-command.ts'
import { runStaticChecks } from '#tools/static-checks.ts'
import type { Tally } from '#tools/tally.ts'
import { runTestFiles } from '#tools/test-files.ts'
import { withTestServer } from '#tools/test-server.ts'

const root = join(import.meta.dirname, '..')
const isStatic = process.argv.includes('--static')
const isLong = process.argv.includes('--long')
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const interruption = new AbortController()

process.exitCode = await main()
process.exit()

async function main(): Promise<number> {
  process.on('SIGINT', () => interruption.abort())
  process.on('SIGTERM', () => interruption.abort())
  const startedAt = Date.now()
  const tallies: Tally[] = []
  try {
    if (words.length === 0) tallies.push(await runStaticChecks(root, interruption.signal))
    if (!isStatic) tallies.push(...(await runTests()))
  } catch (error) {
    if (!interruption.signal.aborted) console.log(error)
    tallies.push({ passed: 0, failed: 1 })
  }
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0)
  console.log(interruption.signal.aborted ? '\nInterrupted' : `\n${Math.round((Date.now() - startedAt) / 1000)} s`)
  console.log(`${passed} passed, ${failed} failed`)
  return failed > 0 || passed === 0 || interruption.signal.aborted ? 1 : 0
}

async function runTests(): Promise<Tally[]> {
  const tests = find(['**/*.test.ts'])
  const long = isLong ? find(['**/*.long.ts']) : []
  const journeys = find(['e2e/**/*.spec.ts'])
  if (tests.length + long.length + journeys.length === 0) return []
  return withTestServer(interruption.signal, async (env) => {
    const { signal } = interruption
    const tallies = [await runTestFiles('Tests', tests, { root, env, concurrency: 2, signal })]
    const longestMs = 3 * 3600_000
    tallies.push(await runTestFiles('Long tests', long, { root, env, concurrency: 1, signal, longestMs }))
    if (journeys.length > 0) {
      tallies.push(await buildWeb())
      tallies.push(await runTestFiles('Browser journeys', journeys, { root, env, concurrency: 2, signal }))
    }
    return tallies
  })
}

async function buildWeb(): Promise<Tally> {
  const { ok, output } = await runCommand(process.execPath, [join(root, 'bin', 'build-web.mjs')], {
    cwd: root,
    signal: interruption.signal,
  })
  if (!ok) console.log(output)
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 }
}

function find(patterns: string[]): string[] {
  const exclude = ['node_modules/**', '**/node_modules/**', 'dist/**', 'data/**']
  const files = [...new Set(globSync(patterns, { cwd: root, exclude }))].sort()
  return files.filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
}
