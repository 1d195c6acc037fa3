/** What an app receives when a shop lets it in, the same over OAuth and over the gateway. */
import type { Grant } from '#sandbox/shops.ts'

export function grantJson({ accessToken, refreshToken, accessLifeSeconds, refreshLifeSeconds, shop }: Grant): string {
  return JSON.stringify({
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: accessLifeSeconds,
    refresh_token: refreshToken,
    re_expires_in: refreshLifeSeconds,
    r1_expires_in: accessLifeSeconds,
    r2_expires_in: accessLifeSeconds,
    w1_expires_in: accessLifeSeconds,
    w2_expires_in: accessLifeSeconds,
    taobao_user_id: shop.id,
    taobao_user_nick: encodeURIComponent(shop.name),
  })
}
