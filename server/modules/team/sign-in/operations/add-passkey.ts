import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { deviceName } from '../device-rules.ts'
import { lockOwnAccount, noteEnrolled } from '../enrolment.ts'
import { registerPasskey } from '../passkey.ts'

export const addPasskey = command({
  name: 'team.addPasskey',
  ...team.addPasskey,
  summary: 'Adds a passkey that my browser has just made; answers recovery codes once, with the first factor.',
  access: { permission: 'account.self', scope: 'shared' },
  stepUp: true,
  answersSecret: true,
  allowedWhile: [errors.factorRequired],
  audit: (input, _result, actor) => ({ objects: [{ kind: 'account', id: actor.accountId }], details: { name: input.name } }),
  errors: [errors.stepUpRequired, errors.passkeyRefused, errors.passkeyUnavailable],
  async run(tx, input, actor, effects) {
    await lockOwnAccount(tx, actor.accountId)
    const place = { world: effects.world, site: actor.site, now: effects.now }
    const name = input.name || (deviceName(actor.userAgent) ?? 'Passkey')
    await registerPasskey(tx, place, actor.accountId, { answer: input.answer, name })
    const recoveryCodes = await noteEnrolled(tx, effects, actor.accountId)
    effects.announce(accountChanged([actor.accountId]))
    return { recoveryCodes }
  },
})
