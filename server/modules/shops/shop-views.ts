/** Reads of shops, their authorisation and their sync. */
import { inScope, type Scope } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'
import type { FailureKind } from '#server/platforms/platform.ts'
import type { ShopState } from './shop.ts'

export type ListedShop = {
  shopId: string
  platform: string
  name: string
  state: ShopState
  platformShopName: string
  warehouseId: string
  version: number
  authorisedAt: string | null
  renewedAt: string | null
  accessExpiresAt: string | null
  refreshExpiresAt: string | null
  pulledUntil: string | null
  lastSuccessAt: string | null
  lastError: string | null
  lastErrorKind: FailureKind | null
  lastErrorAt: string | null
  quarantinedCount: number
  checkedUntil: string | null
  missedCount: number
  missedAt: string | null
}

export function shopsInScope(reader: Reader, scope: Scope): Promise<ListedShop[]> {
  return reader.rows<ListedShop>(sql`
    select s.shop_id as "shopId", s.platform, s.name, s.state, s.platform_shop_name as "platformShopName",
      s.warehouse_id as "warehouseId", s.version,
      a.authorised_at as "authorisedAt", a.renewed_at as "renewedAt", a.access_expires_at as "accessExpiresAt", a.refresh_expires_at as "refreshExpiresAt",
      y.pulled_until as "pulledUntil", y.last_success_at as "lastSuccessAt", y.last_error as "lastError",
      y.last_error_kind as "lastErrorKind",
      y.last_error_at as "lastErrorAt", y.quarantined_count as "quarantinedCount",
      y.checked_until as "checkedUntil", y.missed_count as "missedCount", y.missed_at as "missedAt"
    from shops s
    join shop_sync y on y.merchant_id = ${reader.merchantId} and y.shop_id = s.shop_id
    left join shop_authorisations a on a.merchant_id = ${reader.merchantId} and a.shop_id = s.shop_id
    where s.merchant_id = ${reader.merchantId} and ${inScope(scope, sql`s.shop_id`)}
    order by s.name, s.shop_id`)
}

type ConnectionRow = {
  platform: string
  name: string
  state: ShopState
  accessTokenSealed: Buffer | null
  refreshTokenSealed: Buffer | null
  tokenVersion: number | null
  renewedAt: string | null
  accessExpiresAt: string | null
  refreshExpiresAt: string | null
}

export async function connectionOf(reader: Reader, shopId: string) {
  const row = await reader.maybe<ConnectionRow>(sql`
    select s.platform, s.name, s.state, a.access_token_sealed as "accessTokenSealed", a.refresh_token_sealed as "refreshTokenSealed",
      a.token_version as "tokenVersion", a.renewed_at as "renewedAt", a.access_expires_at as "accessExpiresAt",
      a.refresh_expires_at as "refreshExpiresAt"
    from shops s left join shop_authorisations a on a.merchant_id = ${reader.merchantId} and a.shop_id = s.shop_id
    where s.merchant_id = ${reader.merchantId} and s.shop_id = ${shopId}`)
  if (row === undefined) return undefined
  const { platform, name, state, accessTokenSealed, refreshTokenSealed, tokenVersion, renewedAt, ...expiry } = row
  const { accessExpiresAt, refreshExpiresAt } = expiry
  const tokens =
    accessTokenSealed && refreshTokenSealed && tokenVersion !== null && renewedAt && accessExpiresAt && refreshExpiresAt
      ? {
          accessTokenSealed: accessTokenSealed.toString('base64'),
          refreshTokenSealed: refreshTokenSealed.toString('base64'),
          tokenVersion,
          renewedAt,
          accessExpiresAt,
          refreshExpiresAt,
        }
      : null
  return { merchantId: reader.merchantId, platform, name, state, tokens }
}

export type TokenRow = { shopId: string; renewedAt: string; accessExpiresAt: string; refreshExpiresAt: string }
/** Shops that still have an authorisation, those that end first in front. */
export function tokensInForce(reader: Reader): Promise<TokenRow[]> {
  return reader.rows<TokenRow>(sql`
    select a.shop_id as "shopId", a.renewed_at as "renewedAt", a.access_expires_at as "accessExpiresAt", a.refresh_expires_at as "refreshExpiresAt"
    from shop_authorisations a join shops s on s.merchant_id = ${reader.merchantId} and s.shop_id = a.shop_id
    where a.merchant_id = ${reader.merchantId} and s.state in ('active', 'paused')
    order by a.access_expires_at, a.shop_id`)
}

type Authorisation = TokenRow & { platform: string; name: string; state: ShopState }
/** Authorisations whose end nobody has been warned of yet; some platforms tell it anew, to the second, with each renewal. */
export function unwarnedAuthorisations(reader: Reader): Promise<Authorisation[]> {
  return reader.rows<Authorisation>(sql`
    select a.shop_id as "shopId", s.platform, s.name, s.state, a.renewed_at as "renewedAt", a.access_expires_at as "accessExpiresAt",
      a.refresh_expires_at as "refreshExpiresAt"
    from shop_authorisations a join shops s on s.merchant_id = ${reader.merchantId} and s.shop_id = a.shop_id
    where a.merchant_id = ${reader.merchantId} and s.state in ('active', 'paused') and (a.warned_of is null or a.warned_of < a.refresh_expires_at - interval '1 hour')
    order by a.shop_id for update of a`)
}

export type AuthorisationRequest = {
  shopId: string
  platform: string
  accountId: string
  redirectUrl: string
  expiresAt: string
  codeSealed: Buffer | null
}
export function authorisationRequest(reader: Reader, requestId: string): Promise<AuthorisationRequest | undefined> {
  return reader.maybe<AuthorisationRequest>(sql`
    select r.shop_id as "shopId", s.platform, r.account_id as "accountId", r.redirect_url as "redirectUrl",
      r.expires_at as "expiresAt", r.code_sealed as "codeSealed"
    from shop_authorisation_requests r join shops s on s.merchant_id = ${reader.merchantId} and s.shop_id = r.shop_id
    where r.merchant_id = ${reader.merchantId} and r.request_id = ${requestId}`)
}
