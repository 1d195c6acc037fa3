/** The inviter at the moment of the answer: what he could give when he invited he must still be able to give. */
import { errors } from '#contract/errors.ts'
import type { InvitationReason } from '#contract/team-invitations.ts'
import type { Principal } from '#kernel/access.ts'
import type { Reader } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import type { GrantPair } from '../grants/grant.ts'
import { heldGrants } from '../grants/grant-views.ts'
import { pairsForNewcomer } from '../grants/newcomer-envelope.ts'
import { principalOfAccount } from '../identity.ts'
import type { Invitation } from './invitation.ts'

/** Call it under the team's lock. */
export async function stillCovered(
  reader: Reader,
  { sentBy, grants, departmentId, accountId }: Invitation,
  now: Date,
): Promise<{ pairs: GrantPair[] } | { lost: InvitationReason }> {
  try {
    const inviter = await inviterAt(reader, sentBy, now)
    return { pairs: await pairsForNewcomer(reader, inviter, { grants, departmentId, accountId }) }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const isGone = error.definition === errors.accountFrozen || error.definition === errors.notSignedIn
    return { lost: isGone ? 'inviterGone' : 'inviterLostRights' }
  }
}

/** He need not be on shift or at his desk when the other answers: such conditions bind what he gives, and are weighed there. */
async function inviterAt(reader: Reader, accountId: string, now: Date): Promise<Principal> {
  const principal = await principalOfAccount(reader, accountId, { now, ip: '' })
  if (principal.isOwner) return principal
  const held = (await heldGrants(reader, [accountId])).get(accountId) ?? []
  const isInTime = (from: string | null, until: string | null): boolean =>
    (from === null || Date.parse(from) <= now.getTime()) && (until === null || Date.parse(until) > now.getTime())
  return { ...principal, grants: held.filter(({ from, until }) => isInTime(from, until)) }
}
