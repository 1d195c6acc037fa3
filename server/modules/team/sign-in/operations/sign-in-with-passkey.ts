import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { inMerchant } from '#kernel/db.ts'
import { Failure, fail } from '#kernel/failure.ts'
import { publicCommand } from '#kernel/operation.ts'
import { passkeyHolder, readUserHandle } from '../passkey.ts'
import { openSession } from '../sign-in.ts'
import { isOpen, lockVisitor } from '../visitor.ts'

/** Nothing can be guessed here, so nothing is counted: a passkey works also while somebody else tries passwords. */
export const signInWithPasskey = publicCommand({
  name: 'team.signInWithPasskey',
  ...team.signInWithPasskey,
  summary: 'Signs a person in with a passkey alone, no login or password needed.',
  public: true,
  errors: [errors.passkeyRefused, errors.passkeyUnavailable, errors.sessionLimit],
  async run(context, input) {
    const { merchant, accountId } = readUserHandle(input.passkey.response.userHandle) ?? fail(errors.passkeyRefused)
    const place = { world: context.world, site: context.site, now: context.now }
    const outcome = await inMerchant(context.database, merchant, 'write', async (tx) => {
      const account = await lockVisitor(tx, accountId)
      const holder = await passkeyHolder(tx, place, 'signIn', input.passkey)
      if (!account || holder !== account.account_id || !isOpen(account, context.now))
        return new Failure(errors.passkeyRefused, {})
      return {
        session: await openSession(tx, context, { operation: 'team.signInWithPasskey', account, cameBy: 'passkey' }),
        account,
      }
    })
    if (outcome instanceof Failure) throw outcome
    context.setSession(outcome.session.token, outcome.session.expiresAt)
    return { accountId: outcome.account.account_id, name: outcome.account.name }
  },
})
