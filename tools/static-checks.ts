import { globSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '#tools/run-command.ts'
import type { Tally } from '#tools/tally.ts'

type Check = { name: string; command: string; args: string[] }

const concurrency = 2

/** Type check, lint, dead code, dependency rules and every tools/check-*.ts; each counts as one test. */
export async function runStaticChecks(root: string, signal: AbortSignal): Promise<Tally> {
  console.log('Static checks')
  const waiting = listChecks(root)
  const tally = { passed: 0, failed: 0 }
  const work = async () => {
    for (let check = waiting.shift(); check && !signal.aborted; check = waiting.shift()) {
      const startedAt = Date.now()
      const { ok, output } = await runCommand(check.command, check.args, { cwd: root, signal })
      if (signal.aborted) return
      tally[ok ? 'passed' : 'failed'] += 1
      console.log(`  ${ok ? '✓' : '✗'} ${check.name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`)
      if (!ok) console.log(output)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return tally
}

function listChecks(root: string): Check[] {
  const ours = globSync('tools/check-*.ts', { cwd: root, exclude: ['**/*.test.ts'] }).sort()
  const hasWebSources = globSync('web/**/*.{ts,tsx}', { cwd: root, exclude: ['**/node_modules/**'] }).length > 0
  return [
    { name: 'types: server', command: 'tsc', args: ['--noEmit', '-p', '.'] },
    ...(hasWebSources ? [{ name: 'types: web', command: 'tsc', args: ['--noEmit', '-p', 'web'] }] : []),
    {
      name: 'Biome: style and correctness',
      command: 'biome',
      args: ['ci', '--error-on-warnings', '--colors=off', '--max-diagnostics=50', '.'],
    },
    { name: 'knip: nothing unused', command: 'knip', args: ['--no-progress', '--max-show-issues', '50'] },
    ...ours.map((file) => ({
      name: file.replace(/^tools\/check-(.*)\.ts$/, '$1'),
      command: process.execPath,
      args: [join(root, file)],
    })),
  ]
}
