/** What being in a department confers: the grants of the department and of all above it. Whoever puts somebody there gives them. */
import type { Principal } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'
import { requireWithinEnvelope } from '../grants/grant-envelope.ts'
import { storedGrants, wantedGrants } from '../grants/grant-views.ts'

/** Throws beyondOwnRights when membership of this department confers what the actor does not hold. */
export async function requireConferrable(reader: Reader, actor: Principal, departmentId: string | null): Promise<void> {
  if (departmentId === null) return
  const row = await reader.maybe<{ path: string[] }>(
    sql`select path from departments where merchant_id = ${reader.merchantId} and department_id = ${departmentId}`,
  )
  const grants = await storedGrants(reader, { departmentIds: row?.path ?? [] })
  requireWithinEnvelope(actor, await wantedGrants(reader, grants, { newcomerIn: departmentId }))
}
