import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockOwnAccount, noteEnrolled } from '../enrolment.ts'
import { confirmTotp as confirm } from '../factor-store.ts'
import { totpSecrets } from '../factor-views.ts'
import { stepOfCode } from '../totp.ts'

export const confirmTotp = command({
  name: 'team.confirmTotp',
  ...team.confirmTotp,
  summary: 'Puts my authenticator app in force with its first code; answers recovery codes once, with the first factor.',
  access: { permission: 'account.self', scope: 'shared' },
  stepUp: true,
  answersSecret: true,
  allowedWhile: [errors.factorRequired],
  audit: (_input, _result, actor) => ({ objects: [{ kind: 'account', id: actor.accountId }] }),
  errors: [errors.stepUpRequired, errors.wrongFactor, errors.factorNotSetUp],
  async run(tx, input, actor, effects) {
    await lockOwnAccount(tx, actor.accountId)
    const sealed = (await totpSecrets(tx, actor.accountId))?.next_sealed
    if (!sealed) return fail(errors.factorNotSetUp)
    const secret = effects.world.vault.open(tx.merchantId, sealed)
    const step = stepOfCode(secret, input.code.replace(/\s/g, ''), effects.now)
    if (step === null) return fail(errors.wrongFactor)
    await confirm(tx, actor.accountId, step, effects.now)
    const recoveryCodes = await noteEnrolled(tx, effects, actor.accountId)
    effects.announce(accountChanged([actor.accountId]))
    return { recoveryCodes }
  },
})
