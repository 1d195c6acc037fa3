import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { factorsOf } from '../factor-views.ts'
import { passkeysOf } from '../passkey-store.ts'
import { policyOf } from '../sign-in-policy-views.ts'

export const readOwnFactors = query({
  name: 'team.readOwnFactors',
  ...team.readOwnFactors,
  summary: 'My second factors: authenticator app, passkeys, recovery codes left.',
  access: { permission: 'account.self', scope: 'shared' },
  allowedWhile: [errors.factorRequired],
  errors: [],
  async run(reader, _input, actor) {
    const [factors, keys, policy] = await Promise.all([
      factorsOf(reader, actor.accountId),
      passkeysOf(reader, actor.accountId),
      policyOf(reader, actor),
    ])
    return {
      totpSince: factors.totpSince,
      passkeys: keys.map((key) => ({
        passkeyId: key.passkey_id,
        name: key.name,
        isBackedUp: key.is_backed_up,
        createdAt: key.created_at,
        lastUsedAt: key.last_used_at,
      })),
      recoveryCodesLeft: factors.recoveryCodesLeft,
      isRequired: policy.needsFactor,
    }
  },
})
