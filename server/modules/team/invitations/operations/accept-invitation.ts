import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { inMerchant, type Tx } from '#kernel/db.ts'
import { Failure, fail } from '#kernel/failure.ts'
import { type PublicContext, publicCommand } from '#kernel/operation.ts'
import { replaceGrants } from '#modules/team/grants/grant-store.ts'
import { storedGrants } from '#modules/team/grants/grant-views.ts'
import { freeSeats } from '#modules/team/seats/seat-store.ts'
import { hashChosen } from '#modules/team/sign-in/chosen-password.ts'
import { type OpenedSession, openSession } from '#modules/team/sign-in/sign-in.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeamState } from '#modules/team/team-lock.ts'
import { requireAnswerable, requireToken } from '../answerable.ts'
import type { Invitation } from '../invitation.ts'
import { invitationsChanged } from '../invitation-events.ts'
import { MOST_WRONG_CONTACTS, normaliseAddress } from '../invitation-rules.ts'
import { invitationSettings } from '../invitation-settings.ts'
import { activateInvited, countWrongContact, moveInvitations, voidInvitations } from '../invitation-store.ts'
import { stillCovered } from '../inviter.ts'
import { addressPrint } from '../prepare-sending.ts'
import { tellInviters } from '../tell-inviter.ts'

type Answer = { contact: string; name: string; passwordHash: string }
type Accepted = { session: OpenedSession; accountId: string; name: string; login: string }

export const acceptInvitation = publicCommand({
  name: 'team.acceptInvitation',
  ...team.acceptInvitation,
  summary: 'Accepts an invitation: the account is theirs, with the password they choose, and they are signed in.',
  public: true,
  errors: [errors.invitationSpent, errors.contactMismatch, errors.realNameNeeded, errors.passwordWeak, errors.passwordCommon],
  async run(context, input) {
    const { merchantId, tokenHash } = requireToken(input.token)
    // Before the costly hash: whoever tries links is turned away cheaply.
    const { login } = await inMerchant(context.database, merchantId, 'read', (reader) =>
      requireAnswerable(reader, tokenHash, context.now),
    )
    const passwordHash = await hashChosen({ password: input.password, login, name: input.name })
    const accepted = await inMerchant(context.database, merchantId, 'write', async (tx) => {
      await lockTeamState(tx)
      const invitation = await requireAnswerable(tx, tokenHash, context.now)
      return accept(tx, context, invitation, { contact: input.contact, name: input.name, passwordHash })
    })
    // A refusal that leaves its trace (a counted guess, a void invitation) has been committed by now.
    if (accepted instanceof Failure) throw accepted
    const { session, ...person } = accepted
    context.setSession(session.token, session.expiresAt)
    return person
  },
})

async function accept(tx: Tx, context: PublicContext, invitation: Invitation, answer: Answer): Promise<Accepted | Failure> {
  const { invitationId, accountId, login, realName, sentBy } = invitation
  const mismatch = await contactProblem(tx, context, invitation, answer.contact)
  if (mismatch) return mismatch
  const { requiresRealName } = await invitationSettings(tx)
  if (requiresRealName && realName !== 'proved') return fail(errors.realNameNeeded)
  const covered = await stillCovered(tx, invitation, context.now)
  if ('lost' in covered) {
    await freeSeats(tx, await voidInvitations(tx, { accountIds: [accountId] }, covered.lost, context.now))
    await context.announce(tx, [invitationsChanged])
    return new Failure(errors.invitationSpent, {})
  }
  const moved = await moveInvitations(tx, [invitationId], 'accept', context.now)
  if (moved.length === 0) return fail(errors.invitationSpent)
  const name = provedName(context, tx, invitation) ?? answer.name
  await activateInvited(tx, accountId, { name, passwordHash: answer.passwordHash })
  // What a supervisor gave meanwhile stays.
  const given = await storedGrants(tx, { accountIds: [accountId] })
  await replaceGrants(tx, { accountId }, [...given, ...covered.pairs], sentBy)
  const account = { account_id: accountId, name, is_owner: false }
  const session = await openSession(tx, context, { operation: 'team.acceptInvitation', account, cameBy: 'password' })
  const told = await tellInviters(tx, context.now, 'invitationAccepted', moved)
  await context.announce(tx, [accountChanged([accountId]), invitationsChanged, ...told])
  return { session, accountId, name, login }
}

/** The link alone is not enough where it was sent to an address: who it was passed on to does not know it. */
async function contactProblem(
  tx: Tx,
  { world, announce, now }: PublicContext,
  { invitationId, accountId, kind, addressPrint: wanted }: Invitation,
  contact: string,
): Promise<Failure | undefined> {
  if (kind === 'link') return undefined
  const given = normaliseAddress(kind, contact)
  if (given !== undefined && addressPrint(world, tx, kind, given) === wanted) return undefined
  const left = MOST_WRONG_CONTACTS - (await countWrongContact(tx, invitationId))
  if (left > 0) return new Failure(errors.contactMismatch, { left })
  await freeSeats(tx, await voidInvitations(tx, { accountIds: [accountId] }, 'wrongContact', now))
  await announce(tx, [invitationsChanged])
  return new Failure(errors.invitationSpent, {})
}

/** The name the card stands for, where it was asked for. */
function provedName({ world }: PublicContext, tx: Tx, { realName, realNameSealed }: Invitation): string | undefined {
  if (realName !== 'proved' || realNameSealed === null) return undefined
  return (JSON.parse(world.vault.open(tx.merchantId, realNameSealed)) as { name: string }).name
}
