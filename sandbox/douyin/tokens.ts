/** The owner's page of consent, and the tokens an app gets for it. */
import type { ServerResponse } from 'node:http'
import { escapeHtml, sendText } from '#sandbox/http.ts'
import { sendPage } from '#sandbox/page-frame.ts'
import type { Grant } from '#sandbox/shops.ts'
import type { World } from '#sandbox/world.ts'
import { type AppCall, given } from './call.ts'
import { type DouyinAnswer, type DouyinFailure, fail, invalid } from './failure.ts'

const CODE_LIFE_MS = 10 * 60_000

/** GET shows the shops to choose from (or grants at once with `shop` given); the choice comes back as a GET with `shop`. */
export function handleAuthorise(world: World, url: URL, response: ServerResponse): void {
  const query = url.searchParams
  const appKey = query.get('app_id') ?? ''
  const redirectUrl = query.get('redirect_uri') ?? ''
  const shop = world.shops.find(query.get('shop') ?? '')
  const complaint = complaintOf(world, query.get('service_id') ?? '', appKey, redirectUrl)
  if (complaint !== null) sendText(response, complaint, 400)
  else if (shop?.platform !== 'douyin') sendConsentPage(world, url, response)
  else {
    const target = new URL(redirectUrl)
    target.searchParams.set('code', world.shops.issueCode(shop.id, appKey, redirectUrl, CODE_LIFE_MS))
    target.searchParams.set('state', query.get('state') ?? '')
    response.writeHead(302, { location: target.href }).end()
  }
}

function complaintOf(world: World, serviceId: string, appKey: string, redirectUrl: string): string | null {
  if (serviceId === '') return 'service_id 不存在'
  if (world.shops.appSecret(appKey) === undefined) return 'app_id 不存在'
  return /^https?:\/\//.test(redirectUrl) && URL.canParse(redirectUrl) ? null : 'redirect_uri 无效'
}

function sendConsentPage(world: World, url: URL, response: ServerResponse): void {
  const choices = world.shops.list('douyin').map((shop) => {
    const link = new URL(url)
    link.searchParams.set('shop', shop.id)
    return `<p><a class="button" href="${escapeHtml(link.pathname + link.search)}">授权店铺「${escapeHtml(shop.name)}」 Grant access</a></p>`
  })
  sendPage(
    response,
    '抖店授权',
    `<section class="card"><h2>应用请求访问您的抖店</h2><p>请选择要授权的店铺。Choose the shop to grant.</p>${choices.join('')}</section>`,
  )
}

export function tokenCreate({ world, params, appKey }: AppCall): DouyinAnswer | DouyinFailure {
  if (given(params, 'grant_type') !== 'authorization_code') return invalid('grant_type', '只支持 authorization_code')
  const grant = world.shops.redeemCode(given(params, 'code'), appKey, null)
  return grant ? grantJson(grant) : fail(50001, 'dop.token-generate-failed:code-expired', '授权码无效、已使用或已过期')
}

export function tokenRefresh({ world, params }: AppCall): DouyinAnswer | DouyinFailure {
  if (given(params, 'grant_type') !== 'refresh_token') return invalid('grant_type', '应为 refresh_token')
  const grant = world.shops.redeemRefreshToken(given(params, 'refresh_token'))
  return grant ? grantJson(grant) : fail(50001, 'dop.token-generate-failed:token-expired', '刷新令牌无效、已使用或已过期')
}

/** When the refresh token ends is not told. */
function grantJson({ accessToken, refreshToken, accessLifeSeconds, shop }: Grant): DouyinAnswer {
  const facts = {
    access_token: accessToken,
    refresh_token: refreshToken,
    expires_in: accessLifeSeconds,
    shop_name: shop.name,
    scope: 'SCOPE',
    authority_id: '',
    auth_subject_type: 'shop',
  }
  return `{"shop_id":${shop.id},${JSON.stringify(facts).slice(1)}`
}
