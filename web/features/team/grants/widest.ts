import { type Permission, permissions } from '#contract/permissions.ts'
import type { Me } from '#contract/team.ts'
import { draftOf, type GrantDraft, type GrantView, type RoleRow, widestDraft } from './draft.ts'

type Giver = Pick<Me, 'isOwner' | 'rights' | 'grants'>

/** Permissions of the role that the giver does not hold anywhere, so that the role cannot be given. */
export function lackedFor(giver: Giver, role: RoleRow | undefined): Permission[] {
  if (!role) return []
  return role.permissions.filter((code) => code in permissions && giver.rights[code] === undefined)
}

const RANGES = ['own', 'department', 'all'] as const
/** The wider the reach of a grant, the higher. */
function widthOf(grant: GrantView): number {
  const unlimited = [grant.shopIds, grant.warehouseIds, grant.until].filter((each) => each === null).length
  return RANGES.indexOf(grant.range) * 10 + unlimited * 2 + (grant.onShift ? 0 : 1) + (grant.ipRanges.length > 0 ? 0 : 1)
}

/**
 * What a giver can give of a role at most, as far as one of their own grants carries it: the same shops, data, time and conditions.
 * Somebody’s own data is theirs alone and cannot be passed on, so such a grant counts only when there is no other.
 */
export function widestFor(giver: Giver, role: string, roles: readonly RoleRow[]): GrantDraft {
  if (giver.isOwner) return widestDraft(role)
  const wanted = roles.find((one) => one.role === role)?.permissions ?? []
  const carried = (grant: GrantView) => roles.find((one) => one.role === grant.role)?.permissions ?? []
  const shareOf = (grant: GrantView) => wanted.filter((code) => carried(grant).includes(code)).length
  const [best] = [...giver.grants].sort((a, b) => shareOf(b) - shareOf(a) || widthOf(b) - widthOf(a))
  return best ? { ...draftOf(best), role, from: null } : widestDraft(role)
}
