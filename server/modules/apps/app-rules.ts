/** What an app may be given at all, and what it can do for one person. Pure. */
import { grantablePermissions, type Permission } from '#contract/permissions.ts'

/** Looking after accounts, rights, apps and one's own sign-in stays with people. */
const PEOPLE_ONLY = /^(account|team|apps|access|approvals)\./

const forApps: ReadonlySet<string> = new Set(
  grantablePermissions.filter((code) => code === 'team.view' || !PEOPLE_ONLY.test(code)),
)
export const isAppFunction = (code: Permission): boolean => forApps.has(code)
