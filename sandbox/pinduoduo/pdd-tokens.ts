/** Codes and refresh tokens turned into access. */
import type { Grant } from '#sandbox/shops.ts'
import { bare, fail, isFailure, type PddAnswer, type PddFailure } from './pdd-answers.ts'
import { type AppCall, requiredText } from './pdd-call.ts'

export function popAuthTokenCreate(call: AppCall): PddAnswer | PddFailure {
  const code = requiredText(call.params, 'code')
  if (isFailure(code)) return code
  const grant = call.world.shops.redeemCode(code, call.params.get('client_id') ?? '', null)
  return grant ? tokensOf(call, grant) : fail(21002, 'code 无效、已使用或已过期')
}

export function popAuthTokenRefresh(call: AppCall): PddAnswer | PddFailure {
  const token = requiredText(call.params, 'refresh_token')
  if (isFailure(token)) return token
  const grant = call.world.shops.redeemRefreshToken(token)
  return grant?.shop.platform === 'pinduoduo' ? tokensOf(call, grant) : fail(21002, 'refresh_token 无效、已使用或已过期')
}

function tokensOf({ world }: AppCall, grant: Grant): PddAnswer {
  const second = Math.floor(world.platformNow() / 1000)
  return {
    access_token: grant.accessToken,
    expires_in: grant.accessLifeSeconds,
    expires_at: second + grant.accessLifeSeconds,
    refresh_token: grant.refreshToken,
    refresh_token_expires_in: grant.refreshLifeSeconds,
    refresh_token_expires_at: second + grant.refreshLifeSeconds,
    owner_id: bare(grant.shop.id),
    owner_name: grant.shop.name,
    scope: [],
  }
}
