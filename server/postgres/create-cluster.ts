import { spawn } from 'node:child_process'
import { chownSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { trustedNames } from './account.ts'
import type { Place } from './place.ts'
import { diskFull } from './startup-failure.ts'

const neededBytes = 200 * 1024 * 1024

/**
 * Makes an empty cluster beside its place and moves it there when it is complete, so that no interruption leaves half a database.
 * Chinese text needs LC_CTYPE C.UTF-8: with plain C, pg_trgm finds no letters in it.
 */
export async function createCluster(place: Place, fast: boolean, say: (sentence: string) => void): Promise<void> {
  say(`Creating the database (PostgreSQL ${place.binaries.major})`)
  const home = dirname(place.cluster)
  const { bavail, bsize } = statfsSync(home)
  if (bavail * bsize < neededBytes) throw diskFull(home)
  for (const left of readdirSync(home)) {
    if (left.startsWith(`${basename(place.cluster)}.new-`))
      rmSync(join(home, left), { recursive: true, force: true, maxRetries: 5 })
  }
  const unfinished = `${place.cluster}.new-${process.pid}`
  try {
    mkdirSync(unfinished, { mode: 0o700 })
    if (place.account) chownSync(unfinished, place.account.ids.uid, place.account.ids.gid)
    await initdb(place, unfinished, [
      ...['--username=postgres', '--auth=peer', '--encoding=UTF8', '--no-sync', '--no-instructions'],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--lc-ctype=C.UTF-8'],
    ])
    if (!fast) await initdb(place, unfinished, ['--sync-only'])
    renameSync(unfinished, place.cluster)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true, maxRetries: 5 })
    throw error
  }
}

/** Who may connect: the accounts we know, as any database role, and only through the socket. The operating system proves the account. */
export function writeAccessRules(place: Place): void {
  writeFileSync(join(place.cluster, 'pg_hba.conf'), 'local all all peer map=zhanggui\n')
  writeFileSync(
    join(place.cluster, 'pg_ident.conf'),
    trustedNames()
      .map((name) => `zhanggui "${name}" all\n`)
      .join(''),
  )
}

async function initdb(place: Place, directory: string, args: string[]): Promise<void> {
  const child = spawn(place.binaries.initdb, ['-D', directory, ...args], {
    ...place.account?.ids,
    cwd: '/',
    env: serverEnvironment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let printed = ''
  child.stderr.on('data', (chunk) => {
    printed += chunk
  })
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.once('error', reject).once('close', resolve)
  const status = await promise
  if (status !== 0) throw new Error(`initdb ended with ${status ?? child.signalCode}: ${printed.trim()}`)
}

/** Nothing of ours leaks into the server: no PG* variables, no foreign locale. */
export const serverEnvironment: NodeJS.ProcessEnv = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
