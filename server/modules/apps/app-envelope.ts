/** What an app or token is to carry must lie within the rights of the one who gives it, function by function and shop by shop. */
import { errors } from '#contract/errors.ts'
import { type Permission, permissions } from '#contract/permissions.ts'
import { decide, type Principal, reachesShop } from '#kernel/access.ts'
import type { Reader } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { shopsById } from '#modules/shops/public.ts'
import { isAppFunction } from './app-rules.ts'

/** Throws functionNotForApps, beyondOwnRights, notFound (a shop that does not exist). */
export async function requireGivable(
  reader: Reader,
  actor: Principal,
  functions: readonly Permission[],
  shopIds: readonly string[] | null,
): Promise<void> {
  for (const code of functions) {
    if (!isAppFunction(code)) fail(errors.functionNotForApps, { permission: permissions[code].zh })
    if (!reachesAll(actor, code, shopIds)) fail(errors.beyondOwnRights, { permission: permissions[code].zh })
  }
  if (shopIds !== null && (await shopsById(reader, shopIds)).size < new Set(shopIds).size) fail(errors.notFound)
}

function reachesAll(actor: Principal, permission: Permission, shopIds: readonly string[] | null): boolean {
  // All shops, also future ones: only a grant without limits covers that.
  if (shopIds === null) return decide(actor, { permission, scope: 'merchant' }).allowed
  const decision = decide(actor, { permission, scope: 'shop' })
  return decision.allowed && shopIds.every((shop) => reachesShop(decision.scope, shop))
}
