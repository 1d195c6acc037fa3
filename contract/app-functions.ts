/** What an app or a token may carry at all. */
import { grantablePermissions, type Permission } from './permissions.ts'

/** Looking after accounts, rights, apps and one's own sign-in stays with people. */
const PEOPLE_ONLY = /^(account|team|apps|access|approvals)\./

export const appFunctions: readonly Permission[] = grantablePermissions.filter(
  (code) => code === 'team.view' || code === 'access.ask' || !PEOPLE_ONLY.test(code),
)
const forApps: ReadonlySet<string> = new Set(appFunctions)
export const isAppFunction = (code: Permission): boolean => forApps.has(code)
