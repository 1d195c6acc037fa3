/** Granting the app access to a shop, and renewing that grant. */
import { ruleValue } from '#kernel/rule-packs.ts'
import { callDouyinAsApp, type DouyinCall } from '#server/platforms/fxg/fxg-call.ts'
import { type AppConnection, PlatformFailure, type Tokens } from '#server/platforms/platform.ts'
import { idText, isObject } from '#server/platforms/wire/wire-json.ts'

/** The platform's gateway has its login on another host; any other gateway (the sandbox, a proxy) serves it itself. */
const PLATFORM_GATEWAY = /^https?:\/\/[^/]*\.jinritemai\.com(?::\d+)?(?:\/|$)/
const PLATFORM_LOGIN = 'https://fuwu.jinritemai.com'
const DAY_MS = 86_400_000

/**
 * The service market's page, where the owner chooses the shop: public applications name it so, the facts at hand do not. It sends the owner
 * back to the address registered for the application; `redirect_uri` is for gateways that register none.
 */
export function douyinAuthoriseUrl(
  connection: AppConnection,
  { redirectUrl, state }: { redirectUrl: string; state: string },
): string {
  const base = PLATFORM_GATEWAY.test(connection.gatewayUrl) ? PLATFORM_LOGIN : connection.gatewayUrl.replace(/\/+$/, '')
  const query = new URLSearchParams({ service_id: connection.serviceId ?? '', app_id: connection.appKey, state })
  query.set('redirect_uri', redirectUrl)
  return `${base}/authorize?${query}`
}

/** A code is good for one use within 10 minutes. */
export function exchangeDouyinCode(connection: AppConnection, code: string): Promise<Tokens> {
  return requestTokens(connection, 'token.create', { grant_type: 'authorization_code', code })
}

export function refreshDouyinTokens(connection: AppConnection, refreshToken: string): Promise<Tokens> {
  return requestTokens(connection, 'token.refresh', { grant_type: 'refresh_token', refresh_token: refreshToken })
}

/** A lost answer counts as a plain retry: at worst the code is spent, and the repeat then asks for a new authorisation. */
async function requestTokens(connection: AppConnection, method: string, params: DouyinCall['params']): Promise<Tokens> {
  const granted = await callDouyinAsApp(connection, { method, params, canRepeat: true })
  if (!isObject(granted) || typeof granted.access_token !== 'string') {
    throw new PlatformFailure('retry', 'no-token', 'Douyin answered without a token.')
  }
  const now = connection.now()
  return {
    accessToken: granted.access_token,
    refreshToken: String(granted.refresh_token ?? ''),
    accessExpiresAt: new Date(now + Number(granted.expires_in ?? 0) * 1000).toISOString(),
    refreshExpiresAt: new Date(now + ruleValue('douyin', 'refreshTokenLife', 'days') * DAY_MS).toISOString(),
    platformShopId: idText(granted.shop_id),
    platformShopName: String(granted.shop_name ?? ''),
  }
}
