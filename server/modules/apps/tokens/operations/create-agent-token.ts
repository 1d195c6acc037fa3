import { isAppFunction } from '#contract/app-functions.ts'
import { apps } from '#contract/apps.ts'
import { LONGEST_TOKEN_DAYS } from '#contract/closed-lists.ts'
import { errors } from '#contract/errors.ts'
import { permissionCodes } from '#contract/permissions.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { hashSecret, newSecret } from '#modules/apps/secrets.ts'
import { beginAdministration, manageableAgent } from '#modules/team/public.ts'
import { insertApiToken } from '../token-store.ts'

const DAY_MS = 24 * 3600_000

export const createAgentToken = command({
  name: 'apps.createAgentToken',
  ...apps.createAgentToken,
  summary:
    'Makes the token an agent works with: it acts with the agent’s own grants, within those of its person. Shown this once.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: ({ agentId, name, expiresAt }, { tokenId }) => ({
    objects: [
      { kind: 'token', id: tokenId },
      { kind: 'account', id: agentId },
    ],
    details: { name, expiresAt },
  }),
  errors: [errors.notFound, errors.strongerTarget, errors.tokenTooLong, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const endsIn = Date.parse(input.expiresAt) - effects.now.getTime()
    if (endsIn <= 0 || endsIn > LONGEST_TOKEN_DAYS * DAY_MS) return fail(errors.tokenTooLong, { days: LONGEST_TOKEN_DAYS })
    const agent = await manageableAgent(tx, await beginAdministration(tx, effects), input.agentId)
    const tokenId = newId()
    const token = newSecret('zgt', tx.merchantId)
    await insertApiToken(tx, {
      ...{ tokenId, accountId: agent.accountId, name: input.name, tokenHash: hashSecret(token), ending: token.slice(-4) },
      // Its grants say what it may do; the token takes nothing away but what no machine may.
      ...{ permissions: permissionCodes.filter(isAppFunction), shopIds: null, now: effects.now, expiresAt: input.expiresAt },
    })
    return { tokenId, token }
  },
})
