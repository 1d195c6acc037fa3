import { errors } from '#contract/errors.ts'
import { permissions } from '#contract/permissions.ts'
import type { Principal } from '#kernel/access.ts'
import type { Reader } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { shopsById } from '#modules/shops/public.ts'
import type { GrantPair } from './account.ts'
import { beyondEnvelope, distinctPairs } from './grant-rules.ts'

/** These pairs, each once, if the actor may give them away and their shops exist. Throws beyondOwnRights, notFound. */
export async function grantablePairs(reader: Reader, actor: Principal, wanted: readonly GrantPair[]): Promise<GrantPair[]> {
  const pairs = distinctPairs(wanted)
  const beyond = beyondEnvelope(actor, pairs)
  if (beyond) return fail(errors.beyondOwnRights, { permission: permissions[beyond].zh })
  const shopIds = [...new Set(pairs.flatMap((pair) => pair.shopIds ?? []))]
  if (shopIds.length > 0 && (await shopsById(reader, shopIds)).size < shopIds.length) return fail(errors.notFound)
  return pairs
}
