import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
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
  /** A file that takes longer hangs. */
  longestMs?: number
}
/** Each file is a process that loads hundreds of modules: what one has compiled the next ones find. */
const compileCache = join(tmpdir(), 'zhanggui-compile-cache')
/** Should this process be killed outright, its test files end by themselves. */
const endWithUs = ['--import', new URL('../bin/end-with-parent.mjs', import.meta.url).href]

/**
 * Runs test files, one line per file as it ends and every failure in full. A skipped test and a file without tests count as failures:
 * neither has proved anything.
 */
export async function runTestFiles(title: string, files: string[], options: TestFileOptions): Promise<Tally> {
  const tally = { passed: 0, failed: 0 }
  if (files.length === 0) return tally
  console.log(`\n${title}`)
  Object.assign(process.env, { NODE_COMPILE_CACHE: compileCache, ...options.env })
  const { root, concurrency, signal, longestMs = 240_000 } = options
  const report = (file: string, passed: number, failed: number, note: string) => {
    tally.passed += passed
    tally.failed += failed
    console.log(`  ${failed > 0 ? '✗' : '✓'} ${relative(root, file)} (${note})`)
  }
  const stream = run({
    files: files.map((file) => join(root, file)),
    cwd: root,
    concurrency,
    signal,
    timeout: longestMs,
    execArgv: endWithUs,
  })
  stream.on('test:stderr', ({ message }) => process.stderr.write(message))
  stream.on('test:diagnostic', ({ message, level }) => {
    if (level !== 'info' || /^Error/.test(message)) console.log(`  ${message}`)
  })
  stream.on('test:pass', ({ name, file }) => {
    if (name === file) report(file, 0, 1, 'no tests in it')
  })
  stream.on('test:fail', (event) => {
    if (event.name === event.file) report(event.file, 0, 1, event.details.error.message)
    else printFailure(root, event)
  })
  stream.on('test:summary', ({ file, counts, duration_ms }) => {
    if (!file) return
    const failed = counts.tests - counts.passed
    const notes = [
      `${counts.passed} passed`,
      failed > 0 && `${failed} failed`,
      counts.skipped + counts.todo > 0 && 'skipped tests count as failed',
    ]
    report(file, counts.passed, failed, [...notes, `${(duration_ms / 1000).toFixed(1)} s`].filter(Boolean).join(', '))
  })
  await stream.resume().toArray()
  return tally
}

function printFailure(root: string, { name, file, line, details }: EventData.TestFail): void {
  const cause = details.error.cause
  const isSummaryOfInner =
    cause === undefined || /^\d+ subtests? failed$/.test(String(cause instanceof Error ? cause.message : cause))
  if (isSummaryOfInner) return
  console.log(`\n  ✗ ${name}\n    ${file ? relative(root, file) : ''}${line ? `:${line}` : ''}`)
  console.log(inspect(cause, { depth: 6 }).replace(/^/gm, '    '))
}
