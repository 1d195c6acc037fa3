/** Changes one place of the sources at a time and asks whether a test notices. The files on disk stay as they are. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

export type Mutant = { file: string; start: number; end: number; text: string }
export type Verdict = 'killed' | 'survived' | 'timedOut'

const root = join(import.meta.dirname, '..')
const changing = new URL('./mutate.mjs', import.meta.url).href

/** Runs test files one after the other until one notices. */
export async function tryMutant(mutant: Mutant, testFiles: readonly string[], limitMs: number): Promise<Verdict> {
  for (const file of testFiles) {
    const verdict = await run(file, mutant, limitMs)
    if (verdict !== 'survived') return verdict
  }
  return 'survived'
}

function run(file: string, mutant: Mutant, limitMs: number): Promise<Verdict> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', changing, '--test-reporter=tap', join(root, file)], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, ZHANGGUI_MUTANT: JSON.stringify(mutant), NODE_TEST_CONTEXT: undefined },
    })
    let noticed: Verdict | undefined
    const stop = (verdict: Verdict) => {
      noticed ??= verdict
      child.kill('SIGTERM')
    }
    const timer = setTimeout(stop, limitMs, 'timedOut')
    // The first test that fails is enough.
    child.stdout.on('data', (text) => /^\s*not ok /m.test(String(text)) && stop('killed'))
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve(noticed ?? (code === 0 ? 'survived' : 'killed'))
    })
  })
}

/** Where a source stands, for people: file:line and the text. */
export function placeOf(mutant: Mutant, source: string): string {
  const line = source.slice(0, mutant.start).split('\n').length
  return `${mutant.file}:${line} ${source.slice(mutant.start, mutant.end)} → ${mutant.text}`
}
