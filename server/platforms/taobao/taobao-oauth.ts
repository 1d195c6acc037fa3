/** Granting the app access to a shop, and renewing that grant. */
import { type AppConnection, PlatformFailure, type Tokens } from '#server/platforms/platform.ts'
import { postForm } from '#server/platforms/wire/post.ts'
import { failureFromForeignReply } from '#server/platforms/wire/transport-failure.ts'
import { idText, readObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { permitIfPossible } from './taobao-subscription.ts'

/** The platform's gateways have their login on another host; any other gateway (the sandbox, a proxy) serves it itself. */
const PLATFORM_GATEWAY = /^https?:\/\/[^/]*\.taobao\.com(?::\d+)?(?:\/|$)/
const PLATFORM_LOGIN = 'https://oauth.taobao.com'

export function taobaoAuthoriseUrl(
  connection: AppConnection,
  { redirectUrl, state }: { redirectUrl: string; state: string },
): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: connection.appKey,
    redirect_uri: redirectUrl,
    state,
    view: 'web',
  })
  return `${loginBase(connection.gatewayUrl)}/authorize?${query}`
}

/** A code is good for one use within 30 minutes. */
export function exchangeTaobaoCode(connection: AppConnection, code: string, redirectUrl: string): Promise<Tokens> {
  return grantedTokens(connection, { grant_type: 'authorization_code', code, redirect_uri: redirectUrl })
}

export function refreshTaobaoTokens(connection: AppConnection, refreshToken: string): Promise<Tokens> {
  return grantedTokens(connection, { grant_type: 'refresh_token', refresh_token: refreshToken })
}

async function grantedTokens(connection: AppConnection, grant: Record<string, string>): Promise<Tokens> {
  const tokens = await requestTokens(connection, grant)
  await permitIfPossible({ ...connection, accessToken: tokens.accessToken })
  return tokens
}

/** A lost answer counts as a plain retry: at worst the code is spent, and the repeat then asks for a new authorisation. */
async function requestTokens(connection: AppConnection, grant: Record<string, string>): Promise<Tokens> {
  const form = { ...grant, client_id: connection.appKey, client_secret: connection.appSecret }
  const { text, httpStatus } = await postForm(connection, `${loginBase(connection.gatewayUrl)}/token`, form, true)
  const reply = readObject(text)
  if (!reply) throw failureFromForeignReply(httpStatus, true)
  if (typeof reply.access_token !== 'string') throw grantFailure(reply, httpStatus)
  const expiry = (field: string) => new Date(connection.now() + Number(reply[field] ?? 0) * 1000).toISOString()
  return {
    accessToken: reply.access_token,
    refreshToken: String(reply.refresh_token ?? ''),
    accessExpiresAt: expiry('expires_in'),
    refreshExpiresAt: expiry('re_expires_in'),
    platformShopId: idText(reply.taobao_user_id),
    platformShopName: decoded(String(reply.taobao_user_nick ?? '')),
  }
}

function grantFailure(reply: WireObject, httpStatus: number): PlatformFailure {
  const code = String(reply.error ?? `http-${httpStatus}`)
  const sentence = String(reply.error_description ?? code)
  if (httpStatus >= 500) return new PlatformFailure('retry', code, sentence)
  const kind = code === 'invalid_grant' || code === 'access_denied' ? 'reauthorise' : 'our_fault'
  return new PlatformFailure(kind, code, sentence)
}

/** The nick comes URL-encoded; a nick with a bare percent sign is taken as it is. */
function decoded(nick: string): string {
  try {
    return decodeURIComponent(nick)
  } catch {
    return nick
  }
}

function loginBase(gatewayUrl: string): string {
  if (PLATFORM_GATEWAY.test(gatewayUrl)) return PLATFORM_LOGIN
  return gatewayUrl.replace(/\/+$/, '').replace(/\/router\/rest$/, '')
}
