/** Granting the app access to a shop, and renewing that grant. */
import { type AppConnection, PlatformFailure, type Tokens } from '#server/platforms/platform.ts'
import { callPdd, callPddAsApp } from '#server/platforms/pop/pdd-call.ts'
import { loginUrl } from '#server/platforms/pop/pdd-hosts.ts'
import { idText, type WireObject } from '#server/platforms/wire/wire-json.ts'

export function pinduoduoAuthoriseUrl(
  app: AppConnection,
  { redirectUrl, state }: { redirectUrl: string; state: string },
): string {
  const query = new URLSearchParams({ response_type: 'code', client_id: app.appKey, redirect_uri: redirectUrl, state })
  return `${loginUrl(app.gatewayUrl)}?${query}`
}

/** A code is good for one use within 10 minutes. */
export const exchangePinduoduoCode = (app: AppConnection, code: string): Promise<Tokens> =>
  requestTokens(app, 'pdd.pop.auth.token.create', { code })

/** Renewing does not extend the period the owner granted: when that ends, only the owner can help. */
export const refreshPinduoduoTokens = (app: AppConnection, refreshToken: string): Promise<Tokens> =>
  requestTokens(app, 'pdd.pop.auth.token.refresh', { refresh_token: refreshToken })

type TokenCall = 'pdd.pop.auth.token.create' | 'pdd.pop.auth.token.refresh'

/** A lost answer counts as a plain retry: at worst the code is spent, and the repeat then asks for a new authorisation. */
async function requestTokens(app: AppConnection, type: TokenCall, params: Record<string, string>): Promise<Tokens> {
  let answer: WireObject
  try {
    answer = await callPddAsApp(app, { type, params, canRepeat: true })
  } catch (error) {
    // What is refused here is the code or the refresh token.
    if (error instanceof PlatformFailure && error.kind === 'refused')
      throw new PlatformFailure('reauthorise', error.platformCode, error.message)
    throw error
  }
  if (typeof answer.access_token !== 'string')
    throw new PlatformFailure('reauthorise', 'token-missing', 'Pinduoduo answered without a token.')
  const accessExpiresAt = expiry(answer, 'expires', app)
  await askForMessages({ ...app, accessToken: answer.access_token })
  return {
    accessToken: answer.access_token,
    refreshToken: String(answer.refresh_token ?? ''),
    accessExpiresAt,
    refreshExpiresAt: expiry(answer, 'refresh_token_expires', app, accessExpiresAt),
    platformShopId: idText(answer.owner_id),
    platformShopName: String(answer.owner_name ?? ''),
  }
}

/** From the seconds it lasts, which need no agreement of clocks, else from the second it ends. */
function expiry(answer: WireObject, field: string, { now }: AppConnection, absent = ''): string {
  const [lasts, ends] = [Number(answer[`${field}_in`] ?? 0), Number(answer[`${field}_at`] ?? 0)]
  if (lasts > 0) return new Date(now() + lasts * 1000).toISOString()
  if (ends > 0) return new Date(ends * 1000).toISOString()
  return absent === '' ? new Date(now()).toISOString() : absent
}

/**
 * Messages come only for shops for which they were asked for; without topics all those of the app. Where that fails nothing is lost:
 * every change is found by pulling too, and the next renewal asks again.
 */
async function askForMessages(connection: Parameters<typeof callPdd>[0]): Promise<void> {
  try {
    await callPdd(connection, { type: 'pdd.pmc.user.permit', params: {}, canRepeat: true })
  } catch (error) {
    if (!(error instanceof PlatformFailure)) throw error
  }
}
