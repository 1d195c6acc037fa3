/**
 * The OAuth 2.1 and OpenID Connect provider: authorization code with PKCE S256 for every client, exact redirect addresses, refresh
 * tokens that rotate and whose reuse ends the family, opaque tokens. Who is signed in and what was consented to is ours.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { AccessToken, Configuration, KoaContextWithOIDC, default as ProviderType } from 'oidc-provider'
import { appFunctions } from '#contract/app-functions.ts'
import { inMerchant } from '#kernel/db.ts'
import { merchantId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/run-operation.ts'
import { accountClaims, rightsChanged } from '#modules/team/public.ts'
import { IDENTITY_SCOPES } from '../app.ts'
import { hashSecret, newSecret, type SecretKind } from '../secrets.ts'
import { errorPage } from './error-page.ts'
import { loadLibrary } from './load-library.ts'
import { oauthAdapter } from './oauth-adapter.ts'
import { MERCHANT_FIELD, merchantOfClient } from './oauth-clients.ts'
import { readSigningKeys } from './oauth-keys.ts'

const ACCESS_SECONDS = 30 * 60
const CODE_SECONDS = 60
const REFRESH_SECONDS = 30 * 24 * 3600
const VISIT_SECONDS = 15 * 60

/** Made on the first visit: most installations never have one, and the address is known only once the server listens. */
export async function createProvider(kernel: Kernel, issuer: string): Promise<ProviderType> {
  const { Provider, errors } = await loadLibrary()
  const { logger, now } = kernel.world
  const adapter = oauthAdapter({
    database: kernel.database,
    now,
    invalidGrant: (description) => new errors.InvalidGrant(description),
    // Open sockets of the tokens that ended with it are checked again at once.
    onEnded: (merchant) => kernel.hub.publish(merchant, [rightsChanged([])]),
  })
  const provider = new Provider(issuer, { ...configuration(kernel), adapter })
  // The mount writes the headers of a proxy itself.
  provider.proxy = true
  provider.silent = true
  provider.on('server_error', (_ctx, error) => logger.error({ err: error }, 'OAuth request failed'))
  for (const [model, kind] of [
    [provider.AuthorizationCode, 'zgc'],
    [provider.AccessToken, 'zga'],
    [provider.RefreshToken, 'zgr'],
  ] as const)
    nameTokens(model, kind)
  // What is stored is the hash of the secret.
  provider.Client.prototype.compareClientSecret = function compare(this: { clientSecret?: string }, secret: string): boolean {
    const [known, given] = [this.clientSecret ?? '', hashSecret(secret)].map((text) => createHash('sha256').update(text).digest())
    return known !== undefined && given !== undefined && timingSafeEqual(known, given)
  }
  return provider
}

type TokenModel = { prototype: object }
type Token = { client?: Record<string, unknown>; format?: string }
/** Our tokens carry their kind and merchant in front. */
function nameTokens(model: TokenModel, kind: SecretKind): void {
  Object.assign(model.prototype, {
    generateTokenId(this: Token): string {
      if (kind === 'zga') this.format = 'opaque'
      return newSecret(kind, merchantId(String(this.client?.[MERCHANT_FIELD])))
    },
  })
}

function configuration(kernel: Kernel): Configuration {
  const { config, vault } = kernel.world
  return {
    jwks: readSigningKeys(config.home),
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256'], userinfoSigningAlgValues: ['RS256'] },
    responseTypes: ['code'],
    scopes: [...IDENTITY_SCOPES, ...appFunctions],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'merchant_id', 'merchant_name'] },
    extraClientMetadata: { properties: [MERCHANT_FIELD] },
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    clientBasedCORS: () => false,
    expiresWithSession: async () => false,
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    revokeGrantPolicy: () => true,
    findAccount: (_ctx, accountId, token) => findAccount(kernel, accountId, (token as AccessToken | undefined)?.clientId, _ctx),
    interactions: { url: (_ctx, interaction) => `/consent/${interaction.uid}` },
    renderError: (ctx, out) => {
      const { html, policy } = errorPage(out.error)
      ctx.type = 'html'
      ctx.set('content-security-policy', policy)
      ctx.body = html
    },
    cookies: {
      keys: [vault.mac('oauth', 'cookies')],
      names: { session: 'zg_oauth', interaction: 'zg_oauth_visit', resume: 'zg_oauth_resume' },
    },
    routes: {
      authorization: '/authorize',
      token: '/token',
      userinfo: '/userinfo',
      jwks: '/jwks',
      introspection: '/introspect',
      revocation: '/revoke',
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      introspection: { enabled: true, allowedPolicy: (ctx, client, token) => mayAskAbout(kernel, ctx, client.clientId, token) },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: { enabled: false },
    },
    ttl: {
      AccessToken: ACCESS_SECONDS,
      AuthorizationCode: CODE_SECONDS,
      Grant: REFRESH_SECONDS,
      IdToken: ACCESS_SECONDS,
      Interaction: VISIT_SECONDS,
      RefreshToken: REFRESH_SECONDS,
      Session: VISIT_SECONDS,
    },
  }
}

/** An app learns of its own tokens only, and that those of somebody frozen are no longer any. */
async function mayAskAbout(
  kernel: Kernel,
  ctx: KoaContextWithOIDC,
  clientId: string,
  token: { clientId?: string | undefined; accountId?: string | undefined },
): Promise<boolean> {
  if (token.clientId !== clientId || token.accountId === undefined) return false
  return (await findAccount(kernel, token.accountId, clientId, ctx)) !== undefined
}

async function findAccount(kernel: Kernel, accountId: string, ofClient: string | undefined, ctx: KoaContextWithOIDC) {
  const clientId = ofClient ?? ctx.oidc.client?.clientId
  const merchant = clientId === undefined ? undefined : await merchantOfClient(kernel.database, clientId)
  if (merchant === undefined) return undefined
  const known = await inMerchant(kernel.database, merchant, 'read', (reader) => accountClaims(reader, accountId))
  if (!known) return undefined
  const claims = {
    sub: accountId,
    name: known.name,
    preferred_username: known.login,
    merchant_id: merchant,
    merchant_name: known.merchantName,
  }
  return { accountId, claims: () => claims }
}
