/** Writes of shops and their authorisation. */
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import type { Shop, ShopState } from './shop.ts'

/** False when the name is taken. */
export async function insertShop(
  tx: Tx,
  shop: { shopId: string; platform: string; name: string; state: ShopState; firstPullHours: number },
): Promise<boolean> {
  const inserted = await tx.write(sql`
    insert into shops (merchant_id, shop_id, platform, name, state, first_pull_hours)
    values (${tx.merchantId}, ${shop.shopId}, ${shop.platform}, ${shop.name}, ${shop.state}, ${shop.firstPullHours})
    on conflict (merchant_id, name) do nothing`)
  if (inserted === 0) return false
  await tx.write(sql`insert into shop_sync (merchant_id, shop_id) values (${tx.merchantId}, ${shop.shopId})`)
  return true
}

export type LockedShop = Shop & { version: number; hasTokens: boolean }
export function lockShop(tx: Tx, shopId: string): Promise<LockedShop | undefined> {
  return tx.maybe<LockedShop>(sql`
    select s.shop_id as "shopId", s.name, s.platform, s.state, s.platform_shop_id as "platformShopId",
      s.warehouse_id as "warehouseId", s.version,
      exists (select from shop_authorisations a where a.merchant_id = ${tx.merchantId} and a.shop_id = s.shop_id) as "hasTokens"
    from shops s where s.merchant_id = ${tx.merchantId} and s.shop_id = ${shopId} for update`)
}

/** False when another shop has the name. */
export async function renameTo(tx: Tx, shopId: string, name: string): Promise<boolean> {
  const taken = await tx.maybe(sql`
    select 1 from shops where merchant_id = ${tx.merchantId} and name = ${name} and shop_id <> ${shopId}`)
  if (taken) return false
  await tx.write(sql`
    update shops set name = ${name}, version = version + 1 where merchant_id = ${tx.merchantId} and shop_id = ${shopId}`)
  return true
}

export async function setState(tx: Tx, shopId: string, state: ShopState): Promise<void> {
  await tx.write(sql`
    update shops set state = ${state}, version = version + 1 where merchant_id = ${tx.merchantId} and shop_id = ${shopId}`)
}

export async function insertAuthorisationRequest(
  tx: Tx,
  request: { requestId: string; shopId: string; accountId: string; redirectUrl: string; expiresAt: Date },
): Promise<void> {
  await tx.write(sql`
    insert into shop_authorisation_requests (merchant_id, request_id, shop_id, account_id, redirect_url, expires_at)
    values (${tx.merchantId}, ${request.requestId}, ${request.shopId}, ${request.accountId}, ${request.redirectUrl}, ${request.expiresAt})`)
}

/** False when the request has had its answer before: a code is taken once. */
export async function keepCode(tx: Tx, requestId: string, codeSealed: Buffer): Promise<boolean> {
  const kept = await tx.write(sql`
    update shop_authorisation_requests set code_sealed = ${codeSealed}
    where merchant_id = ${tx.merchantId} and request_id = ${requestId} and code_sealed is null`)
  return kept === 1
}

/** Another shop of ours that is the same shop on the platform. */
export function shopWithPlatformId(tx: Reader, shopId: string, platformShopId: string): Promise<{ name: string } | undefined> {
  return tx.maybe<{ name: string }>(sql`
    select other.name from shops mine join shops other on other.merchant_id = ${tx.merchantId} and other.platform = mine.platform
    where mine.merchant_id = ${tx.merchantId} and mine.shop_id = ${shopId} and other.shop_id <> mine.shop_id
      and other.platform_shop_id = ${platformShopId} and ${platformShopId} <> ''`)
}

export async function takeLease(
  tx: Tx,
  shopId: string,
  tokenVersion: number,
  seconds: number,
): Promise<{ taken: boolean; tokenVersion: number }> {
  const taken = await tx.write(sql`
    update shop_authorisations set renewal_lease_until = now() + make_interval(secs => ${seconds})
    where merchant_id = ${tx.merchantId} and shop_id = ${shopId} and token_version = ${tokenVersion}
      and (renewal_lease_until is null or renewal_lease_until < now())`)
  if (taken === 1) return { taken: true, tokenVersion }
  const current = await tx.maybe<{ tokenVersion: number }>(sql`
    select token_version as "tokenVersion" from shop_authorisations where merchant_id = ${tx.merchantId} and shop_id = ${shopId}`)
  return { taken: false, tokenVersion: current?.tokenVersion ?? tokenVersion }
}

export type SealedTokens = {
  accessTokenSealed: string
  refreshTokenSealed: string
  accessExpiresAt: string
  refreshExpiresAt: string
  platformShopId: string
  platformShopName: string
}

/** `replaced` null: granted by a person, whatever was there before. Otherwise only while that version is still the one in force. */
export async function writeTokens(
  tx: Tx,
  shopId: string,
  replaced: number | null,
  tokens: SealedTokens,
  now: Date,
): Promise<boolean> {
  const { accessExpiresAt, refreshExpiresAt } = tokens
  const access = Buffer.from(tokens.accessTokenSealed, 'base64')
  const refresh = Buffer.from(tokens.refreshTokenSealed, 'base64')
  if (replaced !== null) {
    const saved = await tx.write(sql`
      update shop_authorisations set access_token_sealed = ${access}, refresh_token_sealed = ${refresh}, access_expires_at = ${accessExpiresAt},
        refresh_expires_at = ${refreshExpiresAt}, renewed_at = ${now}, token_version = token_version + 1, renewal_lease_until = null
      where merchant_id = ${tx.merchantId} and shop_id = ${shopId} and token_version = ${replaced}`)
    // Somebody who tried the old refresh token meanwhile was refused and took the authorisation for lost: it is not.
    if (saved === 1)
      await tx.write(sql`
        update shops set state = 'active', version = version + 1
        where merchant_id = ${tx.merchantId} and shop_id = ${shopId} and state = 'authorisation_expired'`)
    return saved === 1
  }
  await tx.write(sql`
    insert into shop_authorisations (merchant_id, shop_id, access_token_sealed, refresh_token_sealed, access_expires_at, refresh_expires_at, authorised_at, renewed_at)
    values (${tx.merchantId}, ${shopId}, ${access}, ${refresh}, ${accessExpiresAt}, ${refreshExpiresAt}, ${now}, ${now})
    on conflict (merchant_id, shop_id) do update set access_token_sealed = excluded.access_token_sealed,
      refresh_token_sealed = excluded.refresh_token_sealed, access_expires_at = excluded.access_expires_at,
      refresh_expires_at = excluded.refresh_expires_at, authorised_at = excluded.authorised_at, renewed_at = excluded.renewed_at,
      token_version = shop_authorisations.token_version + 1, renewal_lease_until = null`)
  await tx.write(sql`
    update shops set platform_shop_id = ${tokens.platformShopId}, platform_shop_name = ${tokens.platformShopName}, version = version + 1,
      state = case when state = 'paused' then 'paused' else 'active' end
    where merchant_id = ${tx.merchantId} and shop_id = ${shopId}`)
  await tx.write(sql`
    insert into directory.platform_shops (platform, platform_shop_id, merchant_id, shop_id)
    select s.platform, s.platform_shop_id, ${tx.merchantId}, s.shop_id from shops s
    where s.merchant_id = ${tx.merchantId} and s.shop_id = ${shopId} and s.platform_shop_id <> ''
    on conflict (merchant_id, shop_id) do update set platform_shop_id = excluded.platform_shop_id`)
  await tx.write(sql`
    update shop_sync set last_error = null, last_error_kind = null, wait_until = null, failed_count = 0 where merchant_id = ${tx.merchantId} and shop_id = ${shopId}`)
  return true
}

/** `rejected`: only while that version is in force; null: no tokens were granted, the shop's state stays. */
export async function markAuthorisationLost(
  tx: Tx,
  shopId: string,
  rejected: number | null,
  reason: string,
  now: Date,
): Promise<boolean> {
  if (rejected !== null) {
    const isInForce = await tx.write(sql`
      update shop_authorisations set renewal_lease_until = null
      where merchant_id = ${tx.merchantId} and shop_id = ${shopId} and token_version = ${rejected}`)
    if (isInForce === 0) return false
    await tx.write(sql`
      update shops set state = 'authorisation_expired', version = version + 1
      where merchant_id = ${tx.merchantId} and shop_id = ${shopId} and state <> 'authorisation_expired'`)
  }
  await tx.write(sql`
    update shop_sync set last_error = ${reason.slice(0, 500)}, last_error_kind = 'reauthorise', last_error_at = ${now}
    where merchant_id = ${tx.merchantId} and shop_id = ${shopId}`)
  return true
}

/** People have been told when these authorisations end; a renewal that prolongs them makes the next warning due. */
export async function noteWarned(tx: Tx, shopIds: readonly string[]): Promise<void> {
  await tx.write(sql`
    update shop_authorisations set warned_of = refresh_expires_at
    where merchant_id = ${tx.merchantId} and shop_id = any(${[...shopIds]}::uuid[])`)
}

export async function endLease(tx: Tx, shopId: string, tokenVersion: number): Promise<void> {
  await tx.write(sql`
    update shop_authorisations set renewal_lease_until = null
    where merchant_id = ${tx.merchantId} and shop_id = ${shopId} and token_version = ${tokenVersion}`)
}
