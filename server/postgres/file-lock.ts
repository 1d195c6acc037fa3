import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { identityOf, isAlive } from './living-process.ts'

let attempts = 0

/**
 * Runs `work` while no other process on this machine holds `path`. The file names its holder, so a lock whose holder died is taken
 * over at once. `link` makes the file appear complete or not at all.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, onWait: () => void = () => undefined): Promise<T> {
  const me = `${identityOf(process.pid)} ${++attempts}`
  const own = `${path}.${process.pid}.${attempts}`
  for (let told = false; !take(path, own, me); await wait(50)) {
    if (!told) onWait()
    told = true
  }
  try {
    return await work()
  } finally {
    if (holder(path) === me) rmSync(path, { force: true })
  }
}

function take(path: string, own: string, me: string): boolean {
  writeFileSync(own, me)
  try {
    linkSync(own, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const found = holder(path)
    if (found !== undefined && !isAlive(found.split(' ')[0] ?? '')) evict(path, own, found)
    return false
  } finally {
    rmSync(own, { force: true })
  }
}

/** Two processes may find the same dead holder: whoever moved away a living one's lock instead puts it back. */
function evict(path: string, own: string, dead: string): void {
  const moved = `${own}.dead`
  try {
    renameSync(path, moved)
    if (holder(moved) !== dead) linkSync(moved, path)
  } catch {
    // another process was quicker; the next attempt sees what it left
  } finally {
    rmSync(moved, { force: true })
  }
}

function holder(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
