import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { checkOptions } from '../passkey.ts'
import { passkeysOf } from '../passkey-store.ts'

export const startPasskeyCheck = query({
  name: 'team.startPasskeyCheck',
  ...team.startPasskeyCheck,
  summary: 'What the browser asks one of my passkeys, to confirm that it is me or to unlock.',
  access: { permission: 'account.self', scope: 'shared' },
  evenWhileViewing: true,
  allowedWhile: [errors.sessionLocked, errors.factorRequired],
  errors: [errors.passkeyUnavailable],
  async run(reader, { purpose }, actor, world) {
    const place = { world, site: actor.site, now: world.now() }
    const own = await passkeysOf(reader, actor.accountId)
    return { options: { ...(await checkOptions(place, `${purpose}:${actor.sessionId}`, own)) } }
  },
})
