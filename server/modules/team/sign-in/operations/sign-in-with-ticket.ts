import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { inMerchant, sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { merchantId } from '#kernel/ids.ts'
import { publicCommand } from '#kernel/operation.ts'
import { SESSION_LIFE_MS } from '#modules/team/account.ts'
import { hashSecret } from '../session-token.ts'
import { openSession } from '../sign-in.ts'

export const signInWithTicket = publicCommand({
  name: 'team.signInWithTicket',
  ...team.signInWithTicket,
  summary: 'Signs a person in with a single-use link.',
  public: true,
  errors: [errors.ticketSpent, errors.accountFrozen],
  async run(context, input) {
    const [merchantText, secret] = input.ticket.split('.')
    if (!merchantText || !secret || !/^\d{1,18}$/.test(merchantText)) return fail(errors.ticketSpent)
    const merchant = merchantId(merchantText)
    const { token, account } = await inMerchant(context.database, merchant, 'write', async (tx) => {
      const used = await tx.maybe<{ account_id: string }>(sql`
        update login_tickets set used_at = ${context.now}
        where merchant_id = ${merchant} and ticket_hash = ${hashSecret(secret)} and used_at is null and expires_at > ${context.now} returning account_id`)
      if (!used) return fail(errors.ticketSpent)
      const row = await tx.maybe<{ account_id: string; name: string; state: string }>(sql`
        select account_id, name, state from accounts where merchant_id = ${merchant} and account_id = ${used.account_id} for share`)
      if (row?.state !== 'active') return fail(errors.accountFrozen)
      return { token: await openSession(tx, context, 'team.signInWithTicket', row), account: row }
    })
    context.setSession(token, new Date(context.now.getTime() + SESSION_LIFE_MS))
    return { accountId: account.account_id, name: account.name }
  },
})
