/** What an app may be given at all, and what it can do for one person. Pure. */
import { type Permission, permissions } from '#contract/permissions.ts'

/** Looking after accounts, rights, apps and one's own sign-in stays with people. */
const PEOPLE_ONLY = /^(account|team|apps|access|approvals)\./

export function isAppFunction(code: Permission): boolean {
  const { risk } = permissions[code]
  return risk !== 'system' && (code === 'team.view' || !PEOPLE_ONLY.test(code))
}
