import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { raiseEpoch } from '#modules/team/account-store.ts'
import { manageableAccount } from '#modules/team/manageable-account.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { endEverySignIn } from '../password-store.ts'

export const endSessionsOf = command({
  name: 'team.endSessionsOf',
  ...team.endSessionsOf,
  summary: 'Ends all sessions, sign-in links and tokens of one account at once; it may sign in again.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: (input, result) => ({ objects: [{ kind: 'account', id: input.accountId }], details: { ended: result.ended } }),
  errors: [errors.strongerTarget, errors.notFound, errors.stale, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const account = await manageableAccount(tx, await lockTeam(tx, effects), input)
    const ended = await endEverySignIn(tx, [account.account_id], effects.now)
    await raiseEpoch(tx, account.account_id)
    effects.announce(accountChanged([account.account_id]))
    return { ended }
  },
})
