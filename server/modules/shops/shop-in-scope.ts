import { errors } from '#contract/errors.ts'
import { reachesShop, type Scope } from '#kernel/access.ts'
import type { Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { type LockedShop, lockShop } from './shop-store.ts'

/** One shop inside the scope, locked for a change; throws notFound otherwise. */
export async function lockShopInScope(tx: Tx, scope: Scope, shopId: string): Promise<LockedShop> {
  if (!reachesShop(scope, shopId)) return fail(errors.notFound)
  return (await lockShop(tx, shopId)) ?? fail(errors.notFound)
}
