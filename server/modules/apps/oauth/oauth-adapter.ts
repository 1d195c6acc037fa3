/**
 * Where the OAuth provider keeps what it must remember. Codes and tokens: hashed, each under its consent. Grants: are our consents.
 * Visits asking for consent: minutes. Sessions of its own: none, who is signed in is known by our session alone.
 */
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { type Database, inDirectory, inMerchant } from '#kernel/db.ts'
import { type MerchantId, merchantId } from '#kernel/ids.ts'
import { readSecret } from '../secrets.ts'
import { deleteInteraction, findInteraction, saveInteraction } from './interaction-store.ts'
import { clientMetadata } from './oauth-clients.ts'
import {
  deleteToken,
  endConsent,
  findConsent,
  findToken,
  insertToken,
  isSuperseded,
  type TokenKind,
  takeToken,
} from './oauth-store.ts'

/** Two refreshes at the same moment (two tabs, a retry) are one careless client, not a thief: for so long the old token still works. */
export const ROTATION_GRACE_MS = 20_000

export type AdapterParts = {
  database: Database
  now(): Date
  /** The provider's refusal of a code or token that has been used. */
  invalidGrant(description: string): Error
  /** A consent has ended, and with it everything made from it. */
  onEnded(merchant: MerchantId): void
}

/** Grants are known as `<merchant>.<consent>`. */
export const grantIdOf = (merchant: MerchantId, consentId: string): string => `${merchant}.${consentId}`
function readGrantId(grantId: unknown): { merchant: MerchantId; consentId: string } | undefined {
  const match = /^(\d{1,18})\.([0-9a-f-]{36})$/.exec(String(grantId))
  return match?.[1] && match[2] ? { merchant: merchantId(match[1]), consentId: match[2] } : undefined
}

const nothing = async (): Promise<undefined> => undefined
const forgetful: Adapter = {
  upsert: nothing,
  find: nothing,
  findByUid: nothing,
  findByUserCode: nothing,
  consume: nothing,
  destroy: nothing,
  revokeByGrantId: nothing,
}

export function oauthAdapter(parts: AdapterParts): (model: string) => Adapter {
  const models: Record<string, Adapter> = {
    AuthorizationCode: tokenAdapter(parts, 'code'),
    AccessToken: tokenAdapter(parts, 'access'),
    RefreshToken: tokenAdapter(parts, 'refresh'),
    Grant: grantAdapter(parts),
    Interaction: interactionAdapter(parts),
    Client: { ...forgetful, find: (id) => clientMetadata(parts.database, id, parts.now()) },
    Session: forgetful,
  }
  return (model) => {
    const adapter = models[model]
    if (!adapter) throw new Error(`the OAuth provider wants to keep a ${model}: that feature is off`)
    return adapter
  }
}

const expiry = (now: Date, seconds: number | undefined): Date => new Date(now.getTime() + (seconds ?? 0) * 1000)

function tokenAdapter(parts: AdapterParts, kind: TokenKind): Adapter {
  const { database, now, invalidGrant } = parts
  return {
    ...forgetful,
    async upsert(id, { jti: _id, grantId, accountId: _account, clientId: _client, scope, rotations, ...payload }, expiresIn) {
      const secret = readSecret(id)
      const grant = readGrantId(grantId)
      if (!secret || !grant) throw new Error(`the OAuth provider made a malformed ${kind}`)
      await inMerchant(database, secret.merchantId, 'write', (tx) =>
        insertToken(tx, {
          kind,
          tokenHash: secret.hash,
          consentId: grant.consentId,
          scope: scope ?? '',
          rotation: typeof rotations === 'number' ? rotations : 0,
          payload,
          now: now(),
          expiresAt: expiry(now(), expiresIn),
        }),
      )
    },
    async find(id) {
      const secret = readSecret(id)
      if (!secret) return undefined
      return inMerchant(database, secret.merchantId, 'read', async (reader): Promise<AdapterPayload | undefined> => {
        const token = await findToken(reader, kind, secret.hash, now())
        if (!token) return undefined
        const isSpent =
          token.consumed_at !== null &&
          (kind === 'code' ||
            Date.parse(token.consumed_at) + ROTATION_GRACE_MS <= now().getTime() ||
            (await isSuperseded(reader, token.consent_id, token.rotation)))
        return {
          ...token.payload,
          jti: id,
          accountId: token.account_id,
          clientId: token.client_id,
          grantId: grantIdOf(secret.merchantId, token.consent_id),
          ...(token.scope !== '' && { scope: token.scope }),
          ...(kind === 'refresh' && { rotations: token.rotation }),
          ...(isSpent && token.consumed_at !== null && { consumed: Math.floor(Date.parse(token.consumed_at) / 1000) }),
        }
      })
    },
    async consume(id) {
      const secret = readSecret(id)
      if (!secret) return
      const isOurs = await inMerchant(database, secret.merchantId, 'write', async (tx) => {
        if (await takeToken(tx, secret.hash, now())) return true
        const token = await findToken(tx, kind, secret.hash, now())
        // A refresh token within its grace was let through by `find`; a code taken twice at the same moment ends everything made from it.
        if (token && kind === 'code') await endConsent(tx, token.consent_id, 'codeReplayed', now())
        return token !== undefined && kind === 'refresh'
      })
      if (!isOurs) throw invalidGrant(`${kind} already used`)
    },
    async destroy(id) {
      const secret = readSecret(id)
      if (secret) await inMerchant(database, secret.merchantId, 'write', (tx) => deleteToken(tx, secret.hash))
    },
    revokeByGrantId: (grantId) => endGrant(parts, grantId),
  }
}

async function endGrant({ database, now, onEnded }: AdapterParts, grantId: string): Promise<void> {
  const grant = readGrantId(grantId)
  if (!grant) return
  await inMerchant(database, grant.merchant, 'write', (tx) => endConsent(tx, grant.consentId, 'revoked', now()))
  onEnded(grant.merchant)
}

/** Consents are given by an operation of ours; the provider only reads and ends them. */
function grantAdapter(parts: AdapterParts): Adapter {
  const { database, now } = parts
  return {
    ...forgetful,
    async find(id) {
      const grant = readGrantId(id)
      const consent =
        grant && (await inMerchant(database, grant.merchant, 'read', (reader) => findConsent(reader, grant.consentId, now())))
      if (!consent) return undefined
      const given = new Set(consent.given.split(' '))
      const rejected = consent.asked.split(' ').filter((scope) => !given.has(scope))
      return {
        jti: id,
        kind: 'Grant',
        iat: Math.floor(Date.parse(consent.given_at) / 1000),
        exp: Math.floor(Date.parse(consent.expires_at) / 1000),
        accountId: consent.account_id,
        clientId: consent.client_id,
        openid: { scope: consent.given },
        ...(rejected.length > 0 && { rejected: { openid: { scope: rejected.join(' ') } } }),
      }
    },
    destroy: (id) => endGrant(parts, id),
  }
}

function interactionAdapter({ database, now }: AdapterParts): Adapter {
  return {
    ...forgetful,
    async upsert(id, payload, expiresIn) {
      const { client_id: clientId } = payload.params as { client_id: string }
      const visit = { id, clientId, payload: payload as Record<string, unknown>, now: now(), expiresAt: expiry(now(), expiresIn) }
      await inDirectory(database, (directory) => saveInteraction(directory, visit))
    },
    find: (id) => inDirectory(database, async (directory) => (await findInteraction(directory, id, now()))?.payload),
    destroy: (id) => inDirectory(database, (directory) => deleteInteraction(directory, id)),
  }
}
