import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { accountFacts, isAtWork } from '#modules/team/identity.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { beginView, VIEW_MS } from '../view-store.ts'

export const viewAs = command({
  name: 'team.viewAs',
  ...team.viewAs,
  summary: 'Lets the owner see what somebody else sees, reading only, for half an hour at most.',
  access: { permission: 'team.ownership', scope: 'merchant' },
  stepUp: true,
  audit: ({ accountId }, { until }) => ({ objects: [{ kind: 'account', id: accountId }], details: { until } }),
  errors: [errors.notFound, errors.viewNeedsSession],
  async run(tx, { accountId }, actor, effects) {
    if (actor.sessionId === null) return fail(errors.viewNeedsSession)
    const seen = await accountFacts(tx, accountId)
    // One's own eyes are no other's; who is not at work sees nothing.
    if (!seen || !isAtWork(seen, effects.now) || seen.account_id === actor.accountId) return fail(errors.notFound)
    const until = new Date(effects.now.getTime() + VIEW_MS)
    await beginView(tx, actor.sessionId, seen.account_id, until)
    effects.announce(accountChanged([actor.accountId]))
    return { until: until.toISOString() }
  },
})
