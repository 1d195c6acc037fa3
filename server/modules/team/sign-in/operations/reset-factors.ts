import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { manageableAccount } from '#modules/team/manageable-account.ts'
import { writeNotices } from '#modules/team/notices/notice-store.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { removeRecoveryCodes, removeTotp } from '../factor-store.ts'
import { removePasskeys } from '../passkey-store.ts'
import { endEverySignIn } from '../password-store.ts'

export const resetFactors = command({
  name: 'team.resetFactors',
  ...team.resetFactors,
  summary: 'Removes the second factors of somebody who lost them, and ends their sessions.',
  access: { permission: 'team.manage', scope: 'staff' },
  stepUp: true,
  audit: (input) => ({ objects: [{ kind: 'account', id: input.accountId }] }),
  errors: [errors.stepUpRequired, errors.ownFactors, errors.strongerTarget, errors.notFound, errors.stale, errors.accountFrozen],
  async run(tx, input, actor, effects) {
    // One's own go one by one on the account page; without a session it is the operator on the machine itself.
    if (input.accountId.toLowerCase() === actor.accountId && actor.sessionId !== null) return fail(errors.ownFactors)
    const { account_id: accountId } = await manageableAccount(tx, await lockTeam(tx, effects), input)
    await removeTotp(tx, accountId)
    await removePasskeys(tx, accountId)
    await removeRecoveryCodes(tx, accountId)
    await endEverySignIn(tx, [accountId], effects.now)
    const notice = { to: { accountId }, kind: 'factorsReset', params: { name: actor.name } } as const
    for (const fact of await writeNotices(tx, effects.now, [notice])) effects.announce(fact)
    effects.announce(accountChanged([accountId]))
    return {}
  },
})
