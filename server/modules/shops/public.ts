/** What other modules may ask of shops. */
import { errors } from '#contract/errors.ts'
import { reachesShop, type Scope } from '#kernel/access.ts'
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { JobContext } from '#kernel/jobs.ts'
import type { OutsideWorld } from '#kernel/outside.ts'
import type { Vault } from '#kernel/vault.ts'
import type { Connection, FailureKind, PlatformAdapter } from '#server/platforms/platform.ts'
import { platformNamed } from '#server/platforms/registry.ts'
import { callWithTokens } from './platform-call.ts'
import type { Shop, ShopSync } from './shop.ts'
import { connectionOf } from './shop-views.ts'
import { MAIN_WAREHOUSE, type Warehouse } from './warehouse.ts'
import { insertWarehouse } from './warehouse-store.ts'

/** All shops of the merchant, or the given ones, by id. */
export async function shopsById(reader: Reader, shopIds?: readonly string[]): Promise<Map<string, Shop>> {
  const wanted = shopIds === undefined ? null : [...shopIds]
  const rows = await reader.rows<Shop>(sql`
    select shop_id as "shopId", name, platform, state, platform_shop_id as "platformShopId", warehouse_id as "warehouseId" from shops
    where merchant_id = ${reader.merchantId} and (${wanted}::uuid[] is null or shop_id = any(${wanted}::uuid[]))`)
  return new Map(rows.map((shop) => [shop.shopId, shop]))
}

/** The warehouses of the merchant by id, the main one first. */
export async function warehousesById(reader: Reader): Promise<Map<string, Warehouse>> {
  const rows = await reader.rows<Warehouse>(sql`
    select warehouse_id as "warehouseId", name from warehouses where merchant_id = ${reader.merchantId} order by warehouse_id`)
  return new Map(rows.map((warehouse) => [warehouse.warehouseId, warehouse]))
}

/** What a merchant begins with. */
export async function beginWarehouses(tx: Tx): Promise<void> {
  await insertWarehouse(tx, MAIN_WAREHOUSE)
}

/** One shop inside the scope; throws notFound for one outside it, as for one that does not exist. */
export async function requireShop(reader: Reader, scope: Scope, shopId: string): Promise<Shop> {
  if (!reachesShop(scope, shopId)) return fail(errors.notFound)
  return (await shopsById(reader, [shopId])).get(shopId) ?? fail(errors.notFound)
}

/**
 * For jobs (permission system.jobs): calls the platform for a shop with tokens that are good. Rejected tokens are renewed, by one
 * caller alone, and the work runs once more, so it must be repeatable. Throws PlatformFailure, RunAgainAt, shopNotAuthorised.
 */
export function callPlatform<T>(
  context: JobContext,
  shopId: string,
  work: (connection: Connection, adapter: PlatformAdapter) => Promise<T>,
): Promise<T> {
  return callWithTokens(context, shopId, work)
}

/** What a shop's tokens are renewed with, in plain; platforms that push per shop keep their keys there. Null = no such shop, or not connected. */
export async function renewalSecret(
  reader: Reader,
  vault: Vault,
  wanted: { shopId: string; platform: string },
): Promise<string | null> {
  const shop = await connectionOf(reader, wanted.shopId)
  if (shop?.platform !== wanted.platform || shop.tokens === null) return null
  return vault.open(reader.merchantId, Buffer.from(shop.tokens.refreshTokenSealed, 'base64'))
}

/**
 * A shop's application and its access token as it is kept, for what is signed here and sent to the platform by somebody else: nothing
 * is called and nothing renewed. Null = the shop is not authorised, or this installation has no application at its platform.
 */
export async function keptToken(
  reader: Reader,
  { vault, config }: Pick<OutsideWorld, 'vault' | 'config'>,
  shopId: string,
): Promise<{ appKey: string; appSecret: string; accessToken: string } | null> {
  const shop = await connectionOf(reader, shopId)
  if (!shop?.tokens || shop.state === 'authorisation_expired') return null
  const app = platformNamed(shop.platform).appOf(config)
  if (app === null) return null
  const accessToken = vault.open(reader.merchantId, Buffer.from(shop.tokens.accessTokenSealed, 'base64'))
  return { appKey: app.appKey, appSecret: app.appSecret, accessToken }
}

/** How far each active shop of these platforms has been read. */
export function syncOfActiveShops(reader: Reader, platforms: readonly string[]): Promise<ShopSync[]> {
  return reader.rows<ShopSync>(sql`
    select s.shop_id as "shopId", s.platform, s.platform_shop_id as "platformShopId", s.first_pull_hours as "firstPullHours",
      y.pulled_until as "pulledUntil", y.wait_until as "waitUntil", y.failed_count as "failedCount"
    from shops s join shop_sync y on y.merchant_id = ${reader.merchantId} and y.shop_id = s.shop_id
    where s.merchant_id = ${reader.merchantId} and s.state = 'active' and s.platform = any(${[...platforms]}::text[])
    order by s.shop_id`)
}

/** Everything the platform changed before `pulledUntil` is stored; an earlier moment than the known one changes nothing. */
export async function recordPulled(tx: Tx, shopId: string, pulledUntil: string, now: Date): Promise<void> {
  await tx.write(sql`
    update shop_sync set pulled_until = greatest(pulled_until, ${pulledUntil}::timestamptz), last_success_at = ${now}, last_error = null, last_error_kind = null, wait_until = null, failed_count = 0
    where merchant_id = ${tx.merchantId} and shop_id = ${shopId}`)
}

type CheckedShop = {
  shopId: string
  platform: string
  pulledUntil: string | null
  checkedUntil: string | null
  authorisedAt: string | null
}
/** How far each active shop of these platforms was read, and compared a second time. */
export function checkedShops(reader: Reader, platforms: readonly string[]): Promise<CheckedShop[]> {
  return reader.rows<CheckedShop>(sql`
    select s.shop_id as "shopId", s.platform, y.pulled_until as "pulledUntil", y.checked_until as "checkedUntil", a.authorised_at as "authorisedAt"
    from shops s
    join shop_sync y on y.merchant_id = ${reader.merchantId} and y.shop_id = s.shop_id
    left join shop_authorisations a on a.merchant_id = ${reader.merchantId} and a.shop_id = s.shop_id
    where s.merchant_id = ${reader.merchantId} and s.state = 'active' and s.platform = any(${[...platforms]}::text[])
    order by s.shop_id`)
}

/** Counts orders that a comparison brought; `checkedUntil` null = the comparison goes on. */
export async function recordChecked(
  tx: Tx,
  shopId: string,
  { checkedUntil, missedCount }: { checkedUntil: string | null; missedCount: number },
  now: Date,
): Promise<void> {
  if (checkedUntil === null && missedCount === 0) return
  await tx.write(sql`
    update shop_sync set checked_until = greatest(checked_until, ${checkedUntil}::timestamptz), missed_count = missed_count + ${missedCount},
      missed_at = case when ${missedCount}::int > 0 then ${now}::timestamptz else missed_at end
    where merchant_id = ${tx.merchantId} and shop_id = ${shopId}`)
}

/** Notes why a shop could not be read and from when it may be tried again. */
export async function recordPullProblem(
  tx: Tx,
  shopId: string,
  problem: { kind: FailureKind; sentence: string; waitUntil: string },
  now: Date,
): Promise<void> {
  await tx.write(sql`
    update shop_sync set last_error = ${problem.sentence.slice(0, 500)}, last_error_kind = ${problem.kind}, last_error_at = ${now}, wait_until = ${problem.waitUntil}, failed_count = failed_count + 1
    where merchant_id = ${tx.merchantId} and shop_id = ${shopId}`)
}

/** Counts messages into (positive) or out of (negative) quarantine. */
export async function countQuarantined(tx: Tx, changes: readonly { shopId: string; change: number }[]): Promise<void> {
  const rows = changes.filter(({ change }) => change !== 0).toSorted((a, b) => (a.shopId < b.shopId ? -1 : 1))
  if (rows.length === 0) return
  await tx.write(sql`
    with locked as (
      select y.shop_id from shop_sync y where y.merchant_id = ${tx.merchantId} and y.shop_id = any(${rows.map((row) => row.shopId)}::uuid[])
      order by y.shop_id for update)
    update shop_sync y set quarantined_count = y.quarantined_count + c.change
    from locked, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c("shopId" uuid, change int)
    where y.merchant_id = ${tx.merchantId} and y.shop_id = locked.shop_id and c."shopId" = y.shop_id`)
}
