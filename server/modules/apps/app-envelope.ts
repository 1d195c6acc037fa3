/** What an app or token is to carry must lie within the rights of the one who gives it, function by function and shop by shop. */

import { isAppFunction } from '#contract/app-functions.ts'
import { errors } from '#contract/errors.ts'
import { type Permission, permissions } from '#contract/permissions.ts'
import type { Principal } from '#kernel/access.ts'
import type { Reader } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { shopsById } from '#modules/shops/public.ts'
import { requireHolds } from '#modules/team/public.ts'
import { grantOf } from './app-principal.ts'

/** Throws functionNotForApps, notFound (a shop that does not exist). */
export async function requireWellFormed(
  reader: Reader,
  functions: readonly Permission[],
  shopIds: readonly string[] | null,
): Promise<void> {
  const refused = functions.find((code) => !isAppFunction(code))
  if (refused !== undefined) fail(errors.functionNotForApps, { permission: permissions[refused].zh })
  if (shopIds !== null && (await shopsById(reader, shopIds)).size < new Set(shopIds).size) fail(errors.notFound)
}

/** The same, and throws beyondOwnRights: who installs must hold every function in all of these shops. */
export async function requireGivable(
  reader: Reader,
  actor: Principal,
  functions: readonly Permission[],
  shopIds: readonly string[] | null,
): Promise<void> {
  await requireWellFormed(reader, functions, shopIds)
  requireHolds(actor, [grantOf('wanted', functions, shopIds)])
}
