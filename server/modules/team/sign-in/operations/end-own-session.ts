import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { endSession } from '../session-store.ts'

export const endOwnSession = command({
  name: 'team.endOwnSession',
  ...team.endOwnSession,
  summary: 'Signs me out on another device.',
  access: { permission: 'account.self', scope: 'shared' },
  audit: (input, _result, actor) => ({
    objects: [{ kind: 'account', id: actor.accountId }],
    details: { sessionId: input.sessionId },
  }),
  errors: [errors.notFound],
  async run(tx, input, actor, effects) {
    if ((await endSession(tx, actor.accountId, input.sessionId, effects.now)) === 0) return fail(errors.notFound)
    effects.announce(accountChanged([actor.accountId]))
    return {}
  },
})
