/** `npx zhanggui …` as a child process on a test's database, the way a person or a script runs it. */
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import type { TestDatabase } from '#tools/test-database.ts'

const cli = path.join(import.meta.dirname, '..', '..', 'cli.ts')

export type Ended = { code: number | null; out: string; err: string }
export type Shell = {
  (words: string[], environment?: Record<string, string>, input?: string): Promise<Ended>
  /** Started and left running; `ended` resolves when it has gone. */
  start(words: string[], environment?: Record<string, string>): { child: ChildProcess; ended: Promise<Ended> }
}

export function aShell(home: string, { address }: TestDatabase): Shell {
  const { host, port, user, database, password } = address
  const secret = password === undefined ? '' : `:${encodeURIComponent(password)}`
  const databaseUrl = `postgres://${user}${secret}@${encodeURIComponent(host)}:${port}/${database}`
  const start = (words: string[], environment: Record<string, string> = {}, input = '') => {
    const env = { ...process.env, ZHANGGUI_HOME: home, DATABASE_URL: databaseUrl, LANG: 'C', LOG_LEVEL: 'warn', ...environment }
    const child = spawn(process.execPath, [cli, ...words], { env })
    child.stdin.end(input)
    const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
    const ended = Promise.all([text(child.stdout), text(child.stderr), exit]).then(([out, err, code]) => ({ code, out, err }))
    return { child, ended }
  }
  const run = (words: string[], environment?: Record<string, string>, input?: string) => start(words, environment, input).ended
  return Object.assign(run, { start })
}
