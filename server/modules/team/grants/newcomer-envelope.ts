/** What somebody new would get, from a grant or from the department: every way in (creating, inviting, accepting) asks here. */
import { errors } from '#contract/errors.ts'
import { type Principal, reachesDepartment, requireAccess } from '#kernel/access.ts'
import type { Reader } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { requireConferrable } from '../departments/department-envelope.ts'
import type { GrantPair } from './grant.ts'
import { grantablePairs } from './grant-envelope.ts'

/**
 * The pairs, each once, if `admin` may bring somebody in there with them. `accountId` = the account exists already.
 * Throws notPermitted, notFound, beyondOwnRights, invalidInput.
 */
export async function pairsForNewcomer(
  reader: Reader,
  admin: Principal,
  wanted: { grants: readonly GrantPair[]; departmentId: string | null; accountId?: string },
): Promise<GrantPair[]> {
  const { grants, departmentId, accountId } = wanted
  const { scope } = requireAccess(admin, { permission: 'team.manage', scope: 'staff' })
  if (!reachesDepartment(scope, departmentId)) return fail(errors.notFound)
  // Granting at birth is granting; what the department confers is conferred too.
  if (grants.length > 0) requireAccess(admin, { permission: 'team.grant', scope: 'staff' })
  const pairs = await grantablePairs(
    reader,
    admin,
    grants,
    accountId === undefined ? { newcomerIn: departmentId } : { accountId },
  )
  await requireConferrable(reader, admin, departmentId)
  return pairs
}
