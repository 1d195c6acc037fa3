import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { noAccount } from './startup-failure.ts'

/** The operating system account that runs PostgreSQL in place of root. */
export type Account = { name: string; ids: { uid: number; gid: number } }

/**
 * PostgreSQL refuses to run as root and wants a name for its account. Undefined when this process is not root: then it runs as we do.
 * The owner of an existing cluster comes first, so that an account added later does not lock us out of our own data.
 */
export function chooseAccount(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readAccounts()
  const owner = statSync(cluster, { throwIfNoEntry: false })?.uid
  const found =
    (owner ? accounts.find((account) => account.ids.uid === owner) : undefined) ??
    ['postgres', '_postgres', 'nobody']
      .map((name) => accounts.find((account) => account.name === name))
      .find((account) => account !== undefined)
  if (!found) throw noAccount()
  return found
}

/** Whether the account may pass through and write to the directory. */
export function canReach(directory: string, account: Account | undefined): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', directory], { ...account?.ids, cwd: '/' }).status === 0
}

/** The names that may connect to the embedded server: root and whoever started it. */
export function trustedNames(): string[] {
  try {
    return [...new Set(['root', userInfo().username])]
  } catch (error) {
    throw noAccount(error)
  }
}

function readAccounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length > 3 && fields[2] !== '0')
    .map(([name = '', , uid, gid]) => ({ name, ids: { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 } }))
}
