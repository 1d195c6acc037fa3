/** Tokens a person makes for scripts of their own: they act as their maker, within these permissions and shops. */
import { z } from 'zod'
import { moment, nothing, shape, shortText, uuid } from './operation.ts'
import { type Permission, permissionCodes } from './permissions.ts'

const permission = z.enum(permissionCodes as [Permission, ...Permission[]])
const tokenRow = z.object({
  tokenId: uuid,
  name: z.string(),
  /** The last characters, to tell tokens apart. */
  ending: z.string(),
  permissions: z.array(permission),
  /** null = all shops of its maker. */
  shopIds: z.array(uuid).nullable(),
  createdAt: moment,
  expiresAt: moment,
  lastUsedAt: moment.nullable(),
  revokedAt: moment.nullable(),
})
export type TokenRow = z.infer<typeof tokenRow>
const anyTokenRow = tokenRow.extend({ maker: z.object({ accountId: uuid, name: z.string() }) })
export type AnyTokenRow = z.infer<typeof anyTokenRow>

export const apiTokens = {
  createToken: shape(
    {
      name: shortText.min(1),
      permissions: z.array(permission).min(1).max(100),
      shopIds: z.array(uuid).min(1).max(500).nullable(),
      expiresAt: moment,
    },
    z.object({ tokenId: uuid, /** Shown this once. */ token: z.string() }),
  ),
  /** For an agent one may manage: it acts with its own grants. */
  createAgentToken: shape(
    { agentId: uuid, name: shortText.min(1), expiresAt: moment },
    z.object({ tokenId: uuid, /** Shown this once. */ token: z.string() }),
  ),
  listOwnTokens: shape({}, z.object({ rows: z.array(tokenRow) })),
  revokeOwnToken: shape({ tokenId: uuid }, nothing),
  listAllTokens: shape({}, z.object({ rows: z.array(anyTokenRow) })),
  revokeAnyToken: shape({ tokenId: uuid }, nothing),
}
