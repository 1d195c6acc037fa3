import { apps } from '#contract/apps.ts'
import { LONGEST_TOKEN_DAYS } from '#contract/closed-lists.ts'
import { errors } from '#contract/errors.ts'
import { permissions as permissionTexts } from '#contract/permissions.ts'
import { decide, reachesShop } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { requireWellFormed } from '#modules/apps/app-envelope.ts'
import { hashSecret, newSecret } from '#modules/apps/secrets.ts'
import { beginAdministration } from '#modules/team/public.ts'
import { countLivingTokens, insertApiToken } from '../token-store.ts'

const MOST_TOKENS = 50
const DAY_MS = 24 * 3600_000

export const createToken = command({
  name: 'apps.createToken',
  ...apps.createToken,
  summary: 'Makes a token for a script of mine: it acts as me within these permissions and shops until its end. Shown this once.',
  access: { permission: 'apps.tokens', scope: 'shared' },
  stepUp: true,
  audit: ({ name, permissions, shopIds, expiresAt }, { tokenId }) => ({
    objects: [{ kind: 'token', id: tokenId }],
    details: { name, permissions, shopIds, expiresAt },
  }),
  errors: [
    errors.functionNotForApps,
    errors.beyondOwnRights,
    errors.notFound,
    errors.tokenTooLong,
    errors.tooManyTokens,
    errors.accountFrozen,
  ],
  async run(tx, input, _actor, effects) {
    const { now } = effects
    const endsIn = Date.parse(input.expiresAt) - now.getTime()
    if (endsIn <= 0 || endsIn > LONGEST_TOKEN_DAYS * DAY_MS) return fail(errors.tokenTooLong, { days: LONGEST_TOKEN_DAYS })
    const maker = await beginAdministration(tx, effects)
    await requireWellFormed(tx, input.permissions, input.shopIds)
    for (const code of input.permissions) {
      const held = decide(maker, { permission: code, scope: 'shop' })
      const reaches = held.allowed && (input.shopIds ?? []).every((shop) => reachesShop(held.scope, shop))
      if (!reaches) return fail(errors.beyondOwnRights, { permission: permissionTexts[code].zh })
    }
    if ((await countLivingTokens(tx, maker.accountId, now)) >= MOST_TOKENS)
      return fail(errors.tooManyTokens, { most: MOST_TOKENS })
    const tokenId = newId()
    const token = newSecret('zgt', tx.merchantId)
    await insertApiToken(tx, {
      tokenId,
      accountId: maker.accountId,
      name: input.name,
      tokenHash: hashSecret(token),
      ending: token.slice(-4),
      permissions: [...new Set(input.permissions)],
      shopIds: input.shopIds && [...new Set(input.shopIds)],
      now,
      expiresAt: input.expiresAt,
    })
    return { tokenId, token }
  },
})
