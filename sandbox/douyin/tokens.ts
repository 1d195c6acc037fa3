/** The owner's page of consent, and the tokens an app gets for it. */
import type { ServerResponse } from 'node:http'
import { askOwner } from '#sandbox/consent-page.ts'
import type { Grant } from '#sandbox/shops.ts'
import type { World } from '#sandbox/world.ts'
import { type AppCall, given } from './call.ts'
import { type DouyinAnswer, type DouyinFailure, fail, invalid } from './failure.ts'

const CODE_LIFE_MS = 10 * 60_000

/** The service market's page: it names the application by its service, and, as it knows no console, by its key. */
export function handleDouyinAuthorise(world: World, url: URL, response: ServerResponse): void {
  const complaint = (url.searchParams.get('service_id') ?? '') === '' ? 'service_id 不存在' : null
  const appKey = url.searchParams.get('app_id') ?? ''
  askOwner({ world, platform: 'douyin', codeLifeMs: CODE_LIFE_MS }, { appKey, complaint }, url, response)
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
