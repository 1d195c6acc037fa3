import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { serverEnvironment, writeAccessRules } from './create-cluster.ts'
import { commandOf, identityOf, isAlive } from './living-process.ts'
import type { Place } from './place.ts'

/** A running server: `identity` outlives a reuse of its process number. */
export type Postmaster = { pid: number; identity: string; socket: string; port: number; status: string }

const pollMs = 20
const staleLockPatienceMs = 10_000
const stopPatienceMs = 30_000
const longestLogBytes = 10 * 1024 * 1024
const defaultSettings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  maintenance_work_mem: '64MB',
  work_mem: '8MB',
  max_wal_size: '2GB',
  wal_compression: 'on',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  shared_preload_libraries: 'pg_stat_statements',
}
const fastSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_buffers: '128MB',
}

/** The server that runs on this cluster, if one does. */
export function findPostmaster(place: Pick<Place, 'cluster'>): Postmaster | undefined {
  const lines = readPidFile(place)?.split('\n')
  if (!lines) return undefined
  const pid = Number(lines[0])
  const identity = identityOf(pid)
  // the number may by now belong to another program, or to the server of another cluster
  if (!identity || !commandOf(pid).includes(`postgres -D ${place.cluster} `)) return undefined
  return { pid, identity, port: Number(lines[3]), socket: lines[4] ?? '', status: (lines[7] ?? '').trim() }
}

/** Starts the server and waits until it takes connections; recovery after an interruption is part of that. */
export async function launch(
  place: Place,
  options: { settings?: Record<string, string>; fast?: boolean },
  say: (sentence: string) => void,
): Promise<Postmaster> {
  say('Starting PostgreSQL')
  writeAccessRules(place)
  const settings = { ...defaultSettings, ...(options.fast ? fastSettings : {}), ...options.settings }
  const deadline = Date.now() + staleLockPatienceMs
  for (;;) {
    disownDeadServer(place)
    const outcome = await tryLaunch(place, settings, say)
    if (typeof outcome !== 'string') return outcome
    // processes of a killed server may need a moment to notice that it died
    const mayPass = /lock file .* already exists|shared memory block .* is still in use/.test(outcome)
    if (!mayPass || Date.now() > deadline) throw new Error(outcome)
    await wait(250)
  }
}

/** Waits for a server that somebody else started; undefined when it ended instead. */
export async function untilReady(
  place: Place,
  say: (sentence: string) => void,
  child?: ChildProcess,
): Promise<Postmaster | undefined> {
  const startedAt = Date.now()
  for (let told = 0; ; await wait(pollMs)) {
    const found = findPostmaster(place)
    if (found?.status === 'ready') return found
    const hasEnded = child ? child.exitCode !== null || child.signalCode !== null : !found
    if (hasEnded) return undefined
    const seconds = Math.floor((Date.now() - startedAt) / 1000)
    if (seconds >= told + 3) {
      told = seconds
      say(`PostgreSQL is getting ready after an interruption (${seconds} s)`)
    }
  }
}

/** Ends the server: open transactions are rolled back, committed work is on disk. */
export async function shutDown({ pid, identity }: Postmaster): Promise<void> {
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + stopPatienceMs
  while (isAlive(identity)) {
    await wait(pollMs)
    if (Date.now() > deadline) process.kill(pid, 'SIGQUIT')
  }
}

async function tryLaunch(
  place: Place,
  settings: Record<string, string>,
  say: (sentence: string) => void,
): Promise<Postmaster | string> {
  const log = openLog(place.log)
  const start = statSync(place.log).size
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(place.binaries.postgres, ['-D', place.cluster, '-k', place.socket, ...flags], {
    ...place.account?.ids,
    cwd: '/',
    env: serverEnvironment,
    stdio: ['ignore', log, log],
    detached: true, // Ctrl-C in the terminal is for us; we stop the server when our own work has ended
  })
  child.unref()
  closeSync(log)
  const failure = new Promise<string>((resolve) => child.once('error', (error) => resolve(`${error.message}`)))
  const outcome = await Promise.race([untilReady(place, say, child), failure])
  return (
    outcome ??
    (readFileSync(place.log).subarray(start).toString('utf8').trim() ||
      `postgres ended with ${child.exitCode ?? child.signalCode}`)
  )
}

/**
 * PostgreSQL refuses to start while the process number in a dead server's lock file is in use, even by an unrelated program or a
 * process not yet reaped. The number of its own parent never counts, so we enter ours; what the file says about shared memory stays,
 * and with it PostgreSQL's own check that no process of the dead server lives on.
 */
function disownDeadServer(place: Place): void {
  const text = readPidFile(place)
  if (text === undefined || findPostmaster(place)) return
  writeFileSync(join(place.cluster, 'postmaster.pid'), text.replace(/^-?\d*/, String(process.pid)))
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) rmSync(join(place.socket, name), { force: true })
}

function readPidFile(place: Pick<Place, 'cluster'>): string | undefined {
  try {
    return readFileSync(join(place.cluster, 'postmaster.pid'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function openLog(path: string): number {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > longestLogBytes) renameSync(path, `${path}.old`)
  return openSync(path, 'a', 0o600)
}
