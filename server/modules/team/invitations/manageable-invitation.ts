import { errors } from '#contract/errors.ts'
import { reachesRow } from '#kernel/access.ts'
import type { Reader } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Invitation } from './invitation.ts'
import { invitationById } from './invitation-views.ts'

/** An invitation to an account inside the actor's scope. Throws notFound, and stale when the version given is another. */
export async function manageableInvitation(
  reader: Reader,
  actor: Actor,
  wanted: { invitationId: string; version?: number },
): Promise<Invitation> {
  const invitation = await invitationById(reader, wanted.invitationId)
  if (!invitation || !reachesRow(actor.scope, { holderId: invitation.accountId })) return fail(errors.notFound)
  if (wanted.version !== undefined && wanted.version !== invitation.version)
    return fail(errors.stale, { changed: invitation.name })
  return invitation
}
