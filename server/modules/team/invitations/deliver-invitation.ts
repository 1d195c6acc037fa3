/**
 * Sending is a job: the row says what is to go, the job calls out and comes back through a command. It may run more than once; the
 * message key keeps that from reaching anybody twice.
 */
import { failpoint } from '#kernel/failpoint.ts'
import { merchantId } from '#kernel/ids.ts'
import { exponentialBackoff, type JobContext, type JobHandler, RunAgainAt } from '#kernel/jobs.ts'
import type { Delivery, MessengerConnection } from '#server/messengers/messenger.ts'
import { messengerOf, missingSettings } from '#server/messengers/registry.ts'
import { invitationWords } from './invitation-message.ts'
import { invitationUrl } from './invitation-token.ts'
import { noteReminderSent } from './operations/note-reminder-sent.ts'
import { readReminder } from './operations/read-reminder.ts'
import { recordDelivery } from './operations/record-delivery.ts'
import { takeInvitationToSend } from './operations/take-invitation-to-send.ts'
import type { Posting } from './posting.ts'

/** Trouble outside is kept in the row and tried by its own clock; the attempts here are for faults of our own. */
const own = { actor: 'team', permissions: ['system.jobs'], maxAttempts: 10, backoffMs: exponentialBackoff(1000, 60_000) } as const

export const deliverInvitationJob: JobHandler = {
  ...own,
  kind: 'team.deliverInvitation',
  async run(payload, context) {
    const sending = { invitationId: String(payload.invitationId), round: Number(payload.round) }
    const { posting } = await context.call(takeInvitationToSend, sending)
    if (!posting) return
    failpoint('team.deliverInvitation.beforeSend')
    const delivery = await post(context, posting, `${sending.invitationId}-${sending.round}`, false)
    failpoint('team.deliverInvitation.afterSend')
    const { retryAt } = await context.call(recordDelivery, { ...sending, delivery })
    if (retryAt !== null) throw new RunAgainAt(new Date(retryAt))
  },
}

/** Reminds once. Whether the first message was looked at is asked before: afterwards the answer would be about the reminder. */
export const remindInvitedJob: JobHandler = {
  ...own,
  kind: 'team.remindInvited',
  async run(payload, context) {
    const sending = { invitationId: String(payload.invitationId), round: Number(payload.round) }
    const { posting, providerMessageId } = await context.call(readReminder, sending)
    if (!posting) return
    const wasRead = (await messengerOf(posting.kind).hasRead?.(connectionOf(context), providerMessageId)) ?? null
    const delivery = await post(context, posting, `${sending.invitationId}-${sending.round}-reminder`, true)
    if (delivery.outcome === 'retryLater' && !context.isLastAttempt)
      throw new Error(`reminder: ${delivery.reason} ${delivery.detail}`)
    await context.call(noteReminderSent, { ...sending, wasRead })
  },
}

export const connectionOf = ({ world, signal }: JobContext): MessengerConnection => ({
  ...world.config.messengers,
  now: () => world.now().getTime(),
  signal,
})

async function post(context: JobContext, posting: Posting, messageKey: string, isReminder: boolean): Promise<Delivery> {
  const { world } = context
  const missing = missingSettings(world.config.messengers, posting.kind)
  // Taken out of the settings since: whoever runs this installation has to know.
  if (missing.length > 0) return { outcome: 'rejected', isOurFault: true, detail: missing.join(', ') }
  const open = (sealed: string): string => world.vault.open(merchantId(posting.merchantId), Buffer.from(sealed, 'base64'))
  const { language, roles, expiresAt } = posting
  const words = invitationWords({
    ...posting,
    roles: roles.map((role) => role[language]),
    expiresAt: new Date(expiresAt),
    isReminder,
  })
  return messengerOf(posting.kind).send(connectionOf(context), {
    ...words,
    messageKey,
    to: open(posting.addressSealed),
    url: invitationUrl(posting.site, open(posting.tokenSealed)),
    mustBeVerified: posting.mustBeVerified,
  })
}
