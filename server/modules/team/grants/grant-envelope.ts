/** The one function that every path which confers or removes power asks: granting, roles, moving, inviting, importing, tokens, apps. */
import { errors } from '#contract/errors.ts'
import { type Permission, permissions } from '#contract/permissions.ts'
import type { Principal } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { shopsById, warehousesById } from '#modules/shops/public.ts'
import type { GrantPair, Subject } from './grant.ts'
import { beyondEnvelope, distinctPairs, flawOf } from './grant-rules.ts'
import { type HeldGrant, permissionsOfRoles, wantedGrants } from './grant-views.ts'

/** Throws beyondOwnRights naming the first permission that the actor does not hold in that reach. */
export function requireWithinEnvelope(actor: Principal, wanted: readonly HeldGrant[]): void {
  const beyond = beyondEnvelope(actor, wanted)
  if (beyond !== undefined) fail(errors.beyondOwnRights, { permission: permissions[beyond as Permission]?.zh ?? beyond })
}

/**
 * These pairs, each once, if the actor may give them to this subject and everything they name exists. Call it with an actor read under
 * `lockTeam`. Throws beyondOwnRights, notFound, invalidInput.
 */
export async function grantablePairs(
  reader: Reader,
  actor: Principal,
  wanted: readonly GrantPair[],
  subject: Subject | { newcomerIn: string | null },
): Promise<GrantPair[]> {
  const pairs = distinctPairs(wanted)
  for (const pair of pairs) requireWellFormed(pair)
  const roles = await permissionsOfRoles(
    reader,
    pairs.map(({ role }) => role),
  )
  if (pairs.some(({ role }) => !roles.has(role))) return fail(errors.notFound)
  requireWithinEnvelope(actor, await wantedGrants(reader, pairs, subject))
  await requireKnown(reader, pairs)
  return pairs
}

function requireWellFormed(pair: GrantPair): void {
  const flaw = flawOf(pair)
  if (flaw) fail(errors.invalidInput, flaw)
}

async function requireKnown(reader: Reader, pairs: readonly GrantPair[]): Promise<void> {
  const shopIds = [...new Set(pairs.flatMap(({ shopIds: ids }) => ids ?? []))]
  if (shopIds.length > 0 && (await shopsById(reader, shopIds)).size < shopIds.length) fail(errors.notFound)
  const warehouseIds = pairs.flatMap(({ warehouseIds: ids }) => ids ?? [])
  if (warehouseIds.length > 0) {
    const known = await warehousesById(reader)
    if (!warehouseIds.every((id) => known.has(id))) fail(errors.notFound)
  }
  const departmentIds = [...new Set(pairs.flatMap(({ departmentId }) => departmentId ?? []))]
  if (departmentIds.length === 0) return
  const known = await reader.rows(
    sql`select 1 from departments where merchant_id = ${reader.merchantId} and department_id = any(${departmentIds}::uuid[])`,
  )
  if (known.length < departmentIds.length) fail(errors.notFound)
}
