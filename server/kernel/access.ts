/**
 * Who may do what, on which rows. A grant is a *pair* of permissions and scope: the rows an actor reaches with a permission
 * are the union over the grants that carry **that** permission, never all rights times all scopes.
 */

import { errors } from '#contract/errors.ts'
import { type Permission, permissions } from '#contract/permissions.ts'
import { type Sql, sql } from './db.ts'
import { fail } from './failure.ts'
import type { Branded, MerchantId } from './ids.ts'

/** `shop`: rows belong to shops and are filtered. `merchant`: counts in every shop, needs an unrestricted grant. `shared`: belongs to no shop and changes nothing in others, any grant of the permission will do. */
export type ScopeKind = 'shop' | 'merchant' | 'shared'
export type AccessRule = { permission: Permission; scope: ScopeKind }

export type ShopReach = 'all' | ReadonlySet<string>
export type Grant = { grantId: string; role: string; permissions: ReadonlySet<Permission>; shops: ShopReach }

export type ActorKind = 'person' | 'system' | 'app' | 'agent'
/** Who acts. Made only by the sign-in of the team module or by the system itself. */
export type Principal = {
  kind: ActorKind
  merchantId: MerchantId
  accountId: string
  name: string
  isOwner: boolean
  /** Rises with every change of this account's rights or state. */
  epoch: number
  grants: readonly Grant[]
}

/** The rows an actor reaches for one operation. Only this file makes one, so a request can never bring its own. */
export type Scope = Branded<{ readonly merchantId: MerchantId; readonly shops: ShopReach }, 'scope'>

export type Decision =
  | { allowed: true; scope: Scope; why: { grantId: string; role: string }[] }
  | { allowed: false; missing: Permission }

/** Decides one access rule for one principal. Pure. */
export function decide(principal: Principal, rule: AccessRule): Decision {
  const carrying = principal.grants.filter((grant) => grant.permissions.has(rule.permission))
  const unrestricted = carrying.filter((grant) => grant.shops === 'all')
  const relevant = rule.scope === 'merchant' ? unrestricted : carrying
  if (relevant.length === 0) return { allowed: false, missing: rule.permission }
  const shops: ShopReach =
    unrestricted.length > 0 ? 'all' : new Set(carrying.flatMap((grant) => [...(grant.shops as ReadonlySet<string>)]))
  return {
    allowed: true,
    scope: { merchantId: principal.merchantId, shops } as Scope,
    why: relevant.map(({ grantId, role }) => ({ grantId, role })),
  }
}

export function requireAccess(principal: Principal, rule: AccessRule): Extract<Decision, { allowed: true }> {
  const decision = decide(principal, rule)
  if (decision.allowed) return decision
  return fail(errors.notPermitted, { permission: permissions[decision.missing].zh })
}

/** The scope of a second permission inside an operation (e.g. plain receivers in an order page); undefined when not held. */
export function scopeOf(principal: Principal, permission: Permission): Scope | undefined {
  const decision = decide(principal, { permission, scope: 'shop' })
  return decision.allowed ? decision.scope : undefined
}

export const reachesShop = (scope: Scope, shopId: string): boolean => scope.shops === 'all' || scope.shops.has(shopId)

/** The scope as a predicate on a shop column: the SQL twin of `reachesShop`. */
export function inScope(scope: Scope, shopColumn: Sql): Sql {
  return scope.shops === 'all' ? sql`true` : sql`${shopColumn} = any(${[...scope.shops]}::uuid[])`
}
