import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { endView } from '../view-store.ts'

export const endViewAs = command({
  name: 'team.endViewAs',
  ...team.endViewAs,
  summary: 'Looks through one’s own eyes again.',
  access: { permission: 'account.self', scope: 'shared' },
  audit: (_input, _result, actor) => ({ objects: [{ kind: 'account', id: actor.accountId }] }),
  allowedWhile: [errors.sessionLocked, errors.factorRequired, errors.passwordExpired],
  errors: [],
  evenWhileViewing: true,
  async run(tx, _input, actor, effects) {
    const seen = actor.sessionId === null ? undefined : await endView(tx, actor.sessionId)
    if (seen === undefined) return {}
    effects.logChange({ viewing: seen }, { viewing: null })
    effects.announce(accountChanged([actor.accountId]))
    return {}
  },
})
