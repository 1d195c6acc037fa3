/**
 * The grant envelope: nobody can cause anybody to obtain a right they do not hold themselves. Every path that confers or
 * removes power asks these two questions; grants are weighed as pairs (permission, shops), never as two separate unions.
 */
import { builtInRoles, grantablePermissions, type Permission } from '#contract/permissions.ts'
import { decide, type Grant, type Principal, type ShopReach } from '#kernel/access.ts'
import type { GrantPair, GrantRow } from './account.ts'

const permissionsOfRole = (role: GrantPair['role']): readonly Permission[] => builtInRoles[role].permissions
const reachOf = (shopIds: string[] | null): ShopReach => (shopIds === null ? 'all' : new Set(shopIds))
const covers = (outer: ShopReach, inner: ShopReach): boolean =>
  outer === 'all' || (inner !== 'all' && [...inner].every((shop) => outer.has(shop)))

export function toGrant(row: Pick<GrantRow, 'grant_id' | 'role' | 'shop_ids'>): Grant {
  return {
    grantId: row.grant_id,
    role: row.role,
    permissions: new Set(permissionsOfRole(row.role)),
    shops: reachOf(row.shop_ids),
  }
}
/** The owner holds everything grantable without a grant. */
export const ownerGrant: Grant = { grantId: 'owner', role: 'owner', permissions: new Set(grantablePermissions), shops: 'all' }

/** The same pairs, each shop and each pair once. */
export function distinctPairs(pairs: readonly GrantPair[]): GrantPair[] {
  const tidy = pairs.map(({ role, shopIds }): GrantPair => {
    const ids = shopIds && [...new Set(shopIds.map((id) => id.toLowerCase()))].sort()
    return { role, shopIds: ids }
  })
  return [...new Map(tidy.map((pair) => [`${pair.role} ${pair.shopIds?.join() ?? 'all'}`, pair])).values()]
}

/** The first permission of these pairs that lies outside the actor's own rights; undefined when all lie inside. */
export function beyondEnvelope(actor: Principal, pairs: readonly GrantPair[]): Permission | undefined {
  for (const pair of pairs) {
    for (const permission of permissionsOfRole(pair.role)) {
      const own = decide(actor, { permission, scope: 'shop' })
      if (!own.allowed || !covers(own.scope.shops, reachOf(pair.shopIds))) return permission
    }
  }
  return undefined
}

/** May the actor manage (freeze, reset, change) an account with these rights? Only when it holds nothing the actor lacks. */
export function mayManage(actor: Principal, target: { isOwner: boolean; pairs: readonly GrantPair[] }): boolean {
  return actor.isOwner || (!target.isOwner && beyondEnvelope(actor, target.pairs) === undefined)
}
