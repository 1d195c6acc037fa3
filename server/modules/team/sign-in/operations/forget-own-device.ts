import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { forgetDevice } from '../device.ts'

export const forgetOwnDevice = command({
  name: 'team.forgetOwnDevice',
  ...team.forgetOwnDevice,
  summary:
    'Forgets a browser: I am signed out there unless it is this one, and its next sign-in is told to me like one from a new device.',
  access: { permission: 'account.self', scope: 'shared' },
  audit: (input, result, actor) => ({
    objects: [{ kind: 'account', id: actor.accountId }],
    details: { deviceId: input.deviceId, ended: result.ended },
  }),
  errors: [errors.notFound],
  async run(tx, input, actor, effects) {
    const ended = await forgetDevice(tx, actor, input.deviceId, effects.now)
    if (ended === undefined) return fail(errors.notFound)
    effects.announce(accountChanged([actor.accountId]))
    return { ended }
  },
})
