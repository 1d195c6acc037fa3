import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { inMerchant } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { publicCommand } from '#kernel/operation.ts'
import { checkOptions } from '../passkey.ts'
import { passkeysOf } from '../passkey-store.ts'
import { challengeFor, readChallenge } from '../sign-in-challenge.ts'

export const startPasskeySignIn = publicCommand({
  name: 'team.startPasskeySignIn',
  ...team.startPasskeySignIn,
  summary:
    'What the browser asks a passkey: any of this site to sign in with, or with a challenge one of that account as second step.',
  public: true,
  errors: [errors.challengeOver, errors.passkeyUnavailable],
  async run(context, input) {
    const place = { world: context.world, site: context.site, now: context.now }
    if (input.challenge === undefined) return { options: { ...(await checkOptions(place, 'signIn', [])) } }
    const { merchant, challengeHash } = readChallenge(input.challenge) ?? fail(errors.challengeOver)
    const keys = await inMerchant(context.database, merchant, 'read', async (reader) => {
      const challenge = (await challengeFor(reader, challengeHash, context.now)) ?? fail(errors.challengeOver)
      return passkeysOf(reader, challenge.account_id)
    })
    return { options: { ...(await checkOptions(place, `second:${challengeHash}`, keys)) } }
  },
})
