/** The two OAuth steps as gateway methods; the answer is JSON inside a JSON string, as on the platform. */

import { grantJson } from './token-json.ts'
import { failed, requiredText, type TopCall } from './top-call.ts'
import { fail, type TopAnswer, type TopFailure } from './top-failure.ts'

export function topAuthTokenCreate({ world, params }: TopCall): TopAnswer | TopFailure {
  const code = requiredText(params, 'code')
  if (failed(code)) return code
  const grant = world.shops.redeemCode(code, params.get('app_key') ?? '', null)
  return grant ? `"token_result":${JSON.stringify(grantJson(grant))}` : fail(15, 'isv.code-invalid', '授权码无效、已使用或已过期')
}

export function topAuthTokenRefresh({ world, params }: TopCall): TopAnswer | TopFailure {
  const token = requiredText(params, 'refresh_token')
  if (failed(token)) return token
  const grant = world.shops.redeemRefreshToken(token)
  return grant
    ? `"token_result":${JSON.stringify(grantJson(grant))}`
    : fail(15, 'isv.refresh-token-invalid', '刷新令牌无效、已使用或已过期')
}
