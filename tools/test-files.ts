import { join } from 'node:path'
import type { EventData } from 'node:test'
import { run } from 'node:test'
import { inspect } from 'node:util'
import type { Tally } from '#tools/tally.ts'

export type TestFileOptions = {
  root: string
  env: Record<string, string>
  /** Files at a time; each runs in a process of its own. */
  concurrency: number
  signal: AbortSignal
}

/** A file that takes longer hangs. */
const longestMs = 240_000

/**
 * Runs test files, one line per file as it ends and every failure in full. A skipped test and a file without tests count as failures:
 * neither has proved anything.
 */
export async function runTestFiles(title: string, files: string[], options: TestFileOptions): Promise<Tally> {
  const tally = { passed: 0, failed: 0 }
  if (files.length === 0) return tally
  console.log(`\n${title}`)
  Object.assign(process.env, options.env)
  const { root, concurrency, signal } = options
  const stream = run({ files: files.map((file) => join(root, file)), cwd: root, concurrency, signal, timeout: longestMs })
  stream.on('test:fail', (event) => printFailure(root, event))
  stream.on('test:stderr', ({ message }) => process.stderr.write(message))
  stream.on('test:summary', ({ file, counts, duration_ms }) => {
    if (!file) return
    const unproved = counts.skipped + counts.todo + (counts.tests === 0 ? 1 : 0)
    const failed = counts.failed + counts.cancelled + unproved
    tally.passed += counts.passed
    tally.failed += failed
    const notes = [
      `${counts.passed} passed`,
      failed > 0 && `${failed} failed`,
      unproved > 0 && 'skipped or empty',
      `${(duration_ms / 1000).toFixed(1)} s`,
    ]
    console.log(`  ${failed > 0 ? '✗' : '✓'} ${file.slice(root.length + 1)} (${notes.filter(Boolean).join(', ')})`)
  })
  await stream.resume().toArray()
  return tally
}

function printFailure(root: string, { name, file, line, details }: EventData.TestFail): void {
  const cause = details.error.cause ?? details.error
  const isSummary = /^\d+ subtests? failed$/.test(String((cause as { message?: string }).message ?? cause))
  if (isSummary) return
  console.log(`\n  ✗ ${name}\n    ${file?.replace(`${root}/`, '') ?? ''}${line ? `:${line}` : ''}`)
  console.log(inspect(cause, { depth: 6, colors: false }).replace(/^/gm, '    '))
}
