import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * "pid-birth" of a living process, undefined for a dead one (a zombie is dead). The birth tells a process from a later one that was
 * given the same number.
 */
export function identityOf(pid: number): string | undefined {
  const birth = process.platform === 'linux' ? birthOnLinux(pid) : birthByPs(pid)
  return birth && `${pid}-${birth}`
}

export function isAlive(identity: string): boolean {
  return identityOf(Number.parseInt(identity, 10)) === identity
}

/** The command line of a living process, its arguments joined by spaces; empty when there is none. */
export function commandOf(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'command=')
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim()
  } catch {
    return ''
  }
}

function birthOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

function birthByPs(pid: number): string | undefined {
  const [state = '', ...started] = ps(pid, 'state=,lstart=').split(/\s+/)
  return state === '' || state.startsWith('Z') ? undefined : started.join('.').replaceAll(':', '')
}

function ps(pid: number, columns: string): string {
  return (
    spawnSync('ps', ['-o', columns, '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    }).stdout?.trim() ?? ''
  )
}
