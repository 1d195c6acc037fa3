import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { inMerchant, sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { merchantId } from '#kernel/ids.ts'
import { publicCommand } from '#kernel/operation.ts'
import { hashSecret } from '../session-token.ts'
import { openSession } from '../sign-in.ts'
import { isOpen, lockVisitor } from '../visitor.ts'

export const signInWithTicket = publicCommand({
  name: 'team.signInWithTicket',
  ...team.signInWithTicket,
  summary: 'Signs a person in with a single-use link.',
  public: true,
  errors: [errors.ticketSpent, errors.sessionLimit],
  async run(context, input) {
    const [merchantText, secret] = input.ticket.split('.')
    if (!merchantText || !secret || !/^\d{1,18}$/.test(merchantText)) return fail(errors.ticketSpent)
    const merchant = merchantId(merchantText)
    const { session, account } = await inMerchant(context.database, merchant, 'write', async (tx) => {
      const used = await tx.maybe<{ account_id: string }>(sql`
        update login_tickets set used_at = ${context.now}
        where merchant_id = ${merchant} and ticket_hash = ${hashSecret(secret)} and used_at is null and expires_at > ${context.now} returning account_id`)
      const account = used && (await lockVisitor(tx, used.account_id))
      if (!account || !isOpen(account, context.now)) return fail(errors.ticketSpent)
      const session = await openSession(tx, context, { operation: 'team.signInWithTicket', account, cameBy: 'ticket' })
      return { session, account }
    })
    context.setSession(session.token, session.expiresAt)
    return { accountId: account.account_id, name: account.name }
  },
})
