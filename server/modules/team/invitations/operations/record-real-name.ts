import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { REAL_NAME_STATES } from '#contract/team-invitations.ts'
import { command } from '#kernel/operation.ts'
import { lockTeamState } from '#modules/team/team-lock.ts'
import type { Invitation, RealNameState } from '../invitation.ts'
import { invitationsChanged } from '../invitation-events.ts'
import { invitationById } from '../invitation-views.ts'
import { holdCard, isCardTaken, noteRealName } from '../real-name-store.ts'

export const recordRealName = command({
  name: 'team.recordRealName',
  ...shape(
    {
      invitationId: uuid,
      realNameTry: z.number().int(),
      answer: z.enum(['match', 'mismatch', 'trouble']),
      identityPrint: z.string(),
      nameSealed: z.string(),
    },
    z.object({ state: z.enum(REAL_NAME_STATES).nullable() }),
  ),
  summary: 'The provider’s word on a claimed real name; one card stands for one account of a merchant.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: (input, result) => ({ objects: [{ kind: 'invitation', id: input.invitationId }], details: { realName: result.state } }),
  errors: [],
  async run(tx, { invitationId, realNameTry, answer, identityPrint, nameSealed }, _actor, { now, announce }) {
    await lockTeamState(tx)
    const invitation = await invitationById(tx, invitationId)
    if (!invitation || invitation.realNameTries !== realNameTry) return { state: null }
    const { accountId } = invitation
    const state: RealNameState =
      answer !== 'match' ? answer : (await isCardTaken(tx, identityPrint, accountId)) ? 'taken' : 'proved'
    if (state === 'proved') await holdCard(tx, identityPrint, accountId, now)
    await noteRealName(tx, invitationId, state, keptOf(invitation, state, nameSealed))
    announce(invitationsChanged)
    return { state }
  },
})

/** The card is forgotten with the answer; the name stays where it was proved. */
function keptOf({ realNameSealed }: Invitation, state: RealNameState, nameSealed: string): Buffer | null {
  if (state === 'trouble') return realNameSealed
  return state === 'proved' ? Buffer.from(nameSealed, 'base64') : null
}
