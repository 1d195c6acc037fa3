import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { ownLogin } from '../enrolment.ts'
import { registrationOptions } from '../passkey.ts'
import { passkeysOf } from '../passkey-store.ts'

export const startPasskey = query({
  name: 'team.startPasskey',
  ...team.startPasskey,
  summary: 'What the browser needs to make a passkey for me.',
  access: { permission: 'account.self', scope: 'shared' },
  stepUp: true,
  allowedWhile: [errors.factorRequired],
  errors: [errors.stepUpRequired, errors.passkeyUnavailable],
  async run(reader, _input, actor, world) {
    const place = { world, site: actor.site, now: world.now() }
    const person = { accountId: actor.accountId, name: actor.name, login: await ownLogin(reader, actor.accountId) }
    const existing = await passkeysOf(reader, actor.accountId)
    return { options: { ...(await registrationOptions(place, reader.merchantId, person, existing)) } }
  },
})
