import { ownerPermissions, type Permission, permissionGroups, permissions } from '#contract/permissions.ts'
import type { Language } from '#web/i18n/i18n.ts'

export type GroupCode = keyof typeof permissionGroups
export type PermissionGroup = { group: GroupCode; codes: Permission[] }

const groupOf = (code: Permission): GroupCode => code.slice(0, code.indexOf('.')) as GroupCode

/** Everything a person can hold, by the branches of the tree; machines’ rights are nobody’s business. */
export const groupedPermissions: readonly PermissionGroup[] = (Object.keys(permissionGroups) as GroupCode[])
  .map((group) => ({ group, codes: ownerPermissions.filter((code) => groupOf(code) === group) }))
  .filter(({ codes }) => codes.length > 0)

/** Only the owner ever holds it: no role can carry it. */
export const isNeverGiven = (code: Permission): boolean => {
  const text: { risk: string; held?: string } = { ...permissions[code] }
  return text.held === 'owner'
}

type Wish = { words: string; language: Language; among?: ReadonlySet<Permission> | undefined }

/** The tree cut down to what is looked for: by name, code or the name of the branch. */
export function findPermissions({ words, language, among }: Wish): PermissionGroup[] {
  const wanted = words.trim().toLowerCase()
  const isFound = (code: Permission, group: GroupCode) =>
    [permissions[code][language], code, permissionGroups[group][language]].some((text) => text.toLowerCase().includes(wanted))
  return groupedPermissions
    .map(({ group, codes }) => ({
      group,
      codes: codes.filter((code) => (among === undefined || among.has(code)) && (wanted === '' || isFound(code, group))),
    }))
    .filter(({ codes }) => codes.length > 0)
}
