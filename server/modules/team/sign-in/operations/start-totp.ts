import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { ownLogin } from '../enrolment.ts'
import { setNextTotp } from '../factor-store.ts'
import { newTotpSecret, totpUri } from '../totp.ts'

export const startTotp = command({
  name: 'team.startTotp',
  ...team.startTotp,
  summary: 'Makes a secret for my authenticator app; it counts once a code of it was entered. An earlier one works until then.',
  access: { permission: 'account.self', scope: 'shared' },
  stepUp: true,
  answersSecret: true,
  allowedWhile: [errors.factorRequired],
  audit: (_input, _result, actor) => ({ objects: [{ kind: 'account', id: actor.accountId }] }),
  errors: [errors.stepUpRequired],
  async run(tx, _input, actor, { world }) {
    const secret = newTotpSecret()
    await setNextTotp(tx, actor.accountId, world.vault.seal(tx.merchantId, secret))
    return { secret, uri: totpUri(secret, await ownLogin(tx, actor.accountId)) }
  },
})
