/** Tokens of a shop, from its AppID and AppSecret. */
import { type AppConnection, PlatformFailure, type Tokens } from '#server/platforms/platform.ts'
import { addressWithoutToken, answerTold, getWechat } from '#server/platforms/weixin/wechat-call.ts'
import { postJson } from '#server/platforms/wire/post.ts'
import { isObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { readWechatCredentials, type WechatCredentials, wechatCredentials } from './wechat-credentials.ts'

/** Credentials end when the owner changes them, which only a refused renewal tells. */
const NEVER_MS = 100 * 366 * 86_400_000

/** Refusals of the token interface that the shop's owner mends, with what to do; shown beside the shop as it is. */
const OWNER_MENDS = new Map<string, string>([
  ['40013', 'AppID 不正确，请从微信小店后台重新复制。 The AppID is wrong: copy it from the WeChat Store console again.'],
  [
    '40125',
    'AppSecret 不正确，请在微信小店后台重置后重新填写。 The AppSecret is wrong: reset it in the WeChat Store console and enter the new one.',
  ],
  ['40001', 'AppSecret 不正确或已被重置，请重新填写。 The AppSecret is wrong or has been reset: enter the present one.'],
  ['40243', 'AppSecret 已被冻结，请在微信小店后台解冻。 The AppSecret is frozen: release it in the WeChat Store console.'],
])

export async function exchangeWechatCredentials(app: AppConnection, given: Readonly<Record<string, string>>): Promise<Tokens> {
  const credentials = wechatCredentials(given)
  if ((credentials.messageToken === '') !== (credentials.encodingAesKey === ''))
    throw new PlatformFailure(
      'reauthorise',
      'half-a-push',
      '消息推送的 Token 和 EncodingAESKey 要么都填，要么都不填。 Enter both the Token and the EncodingAESKey of message push, or neither.',
    )
  return tokensFor(app, credentials)
}

export async function refreshWechatTokens(app: AppConnection, refreshToken: string): Promise<Tokens> {
  const credentials = readWechatCredentials(refreshToken)
  if (!credentials)
    throw new PlatformFailure('reauthorise', 'no-credentials', '请重新填写店铺凭证。 Enter the credentials of the shop again.')
  return tokensFor(app, credentials)
}

async function tokensFor(app: AppConnection, credentials: WechatCredentials): Promise<Tokens> {
  const askedAt = app.now()
  const granted = await stableToken(app, credentials)
  const accessToken = typeof granted.access_token === 'string' ? granted.access_token : ''
  if (accessToken === '') throw new PlatformFailure('retry', 'token-missing', 'The WeChat Store answered without a token.')
  const { info } = await getWechat({ ...app, accessToken }, 'channels/ec/basics/info/get')
  return {
    accessToken,
    refreshToken: JSON.stringify(credentials),
    // The token may be an older one with little left: only what the platform says counts.
    accessExpiresAt: new Date(askedAt + Number(granted.expires_in ?? 0) * 1000).toISOString(),
    refreshExpiresAt: new Date(askedAt + NEVER_MS).toISOString(),
    platformShopId: credentials.appId,
    platformShopName: isObject(info) && typeof info.nickname === 'string' ? info.nickname : '',
  }
}

/**
 * The normal mode answers the same token to everybody until five minutes before it ends, so several servers, and other software of the
 * same shop, do not take each other's token away. Forcing a new one would, and is allowed 20 times a day.
 */
async function stableToken(app: AppConnection, { appId, appSecret }: WechatCredentials): Promise<WireObject> {
  const wish = { grant_type: 'client_credential', appid: appId, secret: appSecret, force_refresh: false }
  try {
    const reply = await postJson(app, addressWithoutToken(app, 'cgi-bin/stable_token'), JSON.stringify(wish), true)
    return answerTold(reply, true, app.now())
  } catch (error) {
    const advice = error instanceof PlatformFailure ? OWNER_MENDS.get(error.platformCode) : undefined
    throw advice !== undefined && error instanceof PlatformFailure
      ? new PlatformFailure('reauthorise', error.platformCode, advice)
      : error
  }
}
