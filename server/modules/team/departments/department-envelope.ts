/** What being in a department confers: the grants of the department and of all above it. Whoever puts somebody there gives them. */
import type { Principal } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'
import { requireWithinEnvelope } from '../grants/grant-envelope.ts'
import { type Below, storedGrants, wantedGrants } from '../grants/grant-views.ts'

/** Throws beyondOwnRights when membership of this department confers what the actor does not hold. */
export async function requireConferrable(reader: Reader, actor: Principal, departmentId: string | null): Promise<void> {
  if (departmentId === null) return
  const row = await reader.maybe<{ path: string[] }>(
    sql`select path from departments where merchant_id = ${reader.merchantId} and department_id = ${departmentId}`,
  )
  const grants = await storedGrants(reader, { departmentIds: row?.path ?? [] })
  requireWithinEnvelope(actor, await wantedGrants(reader, grants, { newcomerIn: departmentId }))
}

/** Accounts, and departments with them, that get new departments above them. `oldPath`: those that were above them before. */
export type Moved = { below: Below; oldPath: readonly string[] }

/**
 * What a move confers: on the moved, the grants of the departments that are newly above them; on whoever holds a range over one of those,
 * the rows of the moved. Throws beyondOwnRights when the actor does not hold some of it.
 */
export async function requireMoveCovered(
  reader: Reader,
  actor: Principal,
  { below, oldPath }: Moved,
  newPath: readonly string[],
): Promise<void> {
  const added = newPath.filter((id) => !oldPath.includes(id))
  if (added.length === 0) return
  const given = await wantedGrants(reader, await storedGrants(reader, { departmentIds: added }), { moved: below })
  const overseeing = await wantedGrants(reader, await storedGrants(reader, { rangeIds: added }), { moved: below })
  const widened = overseeing.map((grant) => ({ ...grant, reach: { ...grant.reach, holders: below } }))
  requireWithinEnvelope(actor, [...given, ...widened])
}
