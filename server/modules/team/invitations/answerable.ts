/** From the token in a link to the invitation that can be answered with it. The one sentence for everything else tells nobody which it is. */
import { errors } from '#contract/errors.ts'
import type { Reader } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { MerchantId } from '#kernel/ids.ts'
import type { Invitation } from './invitation.ts'
import { WAITING } from './invitation-states.ts'
import { readInvitationToken } from './invitation-token.ts'
import { invitationByToken } from './invitation-views.ts'

/** Throws invitationSpent for a text that is no token. */
export const requireToken = (token: string): { merchantId: MerchantId; tokenHash: string } =>
  readInvitationToken(token) ?? fail(errors.invitationSpent)

/** Throws invitationSpent. */
export async function requireAnswerable(reader: Reader, tokenHash: string, now: Date): Promise<Invitation> {
  const invitation = await invitationByToken(reader, tokenHash)
  if (!invitation || !isAnswerable(invitation, now)) return fail(errors.invitationSpent)
  return invitation
}

function isAnswerable({ state, expiresAt, accountState, endsAt }: Invitation, now: Date): boolean {
  const isOver = Date.parse(expiresAt) <= now.getTime() || (endsAt !== null && Date.parse(endsAt) <= now.getTime())
  return WAITING.includes(state) && accountState === 'invited' && !isOver
}
