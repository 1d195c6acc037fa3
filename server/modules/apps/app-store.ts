/** Writes of apps, their users and consents. */
import { recordset, sql, type Tx } from '#kernel/db.ts'
import type { AppRow } from './app.ts'

export type NewApp = Omit<AppRow, 'state' | 'installed_at' | 'version'> & { secret_hash: string | null; agent_id: string | null }
export async function insertApp(tx: Tx, app: NewApp, now: Date): Promise<void> {
  await tx.write(sql`
    insert into apps (merchant_id, app_id, client_id, name, publisher, home_page, client_type, secret_hash, redirect_uris, functions, shop_ids,
      installed_by, installed_at, ends_at, agent_id)
    values (${tx.merchantId}, ${app.app_id}, ${app.client_id}, ${app.name}, ${app.publisher}, ${app.home_page}, ${app.client_type},
      ${app.secret_hash}, ${app.redirect_uris}::text[], ${app.functions}::text[], ${app.shop_ids}::uuid[], ${app.installed_by}, ${now}, ${app.ends_at},
      ${app.agent_id})`)
  await tx.write(sql`
    insert into directory.oauth_clients (client_id, merchant_id, app_id) values (${app.client_id}, ${tx.merchantId}, ${app.app_id})`)
}

/** Locks an app that is not uninstalled. */
export function lockApp(tx: Tx, appId: string): Promise<AppRow | undefined> {
  return tx.maybe<AppRow>(sql`
    select app_id, client_id, name, publisher, home_page, client_type, redirect_uris, functions, shop_ids, state, installed_by, installed_at, ends_at, version
    from apps where merchant_id = ${tx.merchantId} and app_id = ${appId} and state <> 'uninstalled' for update`)
}

export async function raiseAppVersion(tx: Tx, appId: string): Promise<void> {
  await tx.write(sql`update apps set version = version + 1 where merchant_id = ${tx.merchantId} and app_id = ${appId}`)
}

type AppDetails = Pick<AppRow, 'name' | 'publisher' | 'home_page' | 'redirect_uris' | 'functions' | 'shop_ids' | 'installed_by'>
/** Users keep what is left of their functions; who keeps none is switched off. */
export async function writeApp(tx: Tx, appId: string, app: AppDetails, now: Date): Promise<void> {
  await tx.write(sql`
    update apps set name = ${app.name}, publisher = ${app.publisher}, home_page = ${app.home_page}, redirect_uris = ${app.redirect_uris}::text[],
      functions = ${app.functions}::text[], shop_ids = ${app.shop_ids}::uuid[], installed_by = ${app.installed_by}, version = version + 1
    where merchant_id = ${tx.merchantId} and app_id = ${appId}`)
  await tx.write(sql`
    update app_users set functions = array(select f from unnest(functions) f where f = any(${app.functions}::text[]))
    where merchant_id = ${tx.merchantId} and app_id = ${appId} and not functions <@ ${app.functions}::text[]`)
  const emptied = await tx.rows<{ account_id: string }>(sql`
    select account_id from app_users where merchant_id = ${tx.merchantId} and app_id = ${appId} and cardinality(functions) = 0`)
  const users = emptied.map((row) => ({ accountId: row.account_id, functions: [] }))
  await writeAppUsers(tx, appId, users, app.installed_by, now)
}

export async function setInstaller(tx: Tx, appId: string, accountId: string): Promise<void> {
  await tx.write(sql`
    update apps set installed_by = ${accountId}, version = version + 1 where merchant_id = ${tx.merchantId} and app_id = ${appId}`)
}
export async function setAppState(tx: Tx, appId: string, state: AppRow['state']): Promise<void> {
  await tx.write(sql`
    update apps set state = ${state}, version = version + 1 where merchant_id = ${tx.merchantId} and app_id = ${appId}`)
}
export async function setAppEnd(tx: Tx, appId: string, endsAt: string | null): Promise<void> {
  await tx.write(sql`
    update apps set ends_at = ${endsAt}, reminded_days = null, version = version + 1
    where merchant_id = ${tx.merchantId} and app_id = ${appId}`)
}
export async function setSecretHash(tx: Tx, appId: string, secretHash: string): Promise<void> {
  await tx.write(sql`
    update apps set secret_hash = ${secretHash}, version = version + 1 where merchant_id = ${tx.merchantId} and app_id = ${appId}`)
}

/** All that hangs on an app ends with it: users, what they agreed to, webhooks. */
export async function endEverythingOf(tx: Tx, appId: string, now: Date): Promise<void> {
  await endConsentsOf(tx, { appId, accountIds: null }, 'uninstalled', now)
  await tx.write(sql`delete from app_users where merchant_id = ${tx.merchantId} and app_id = ${appId}`)
  await tx.write(sql`
    update app_webhooks set state = 'removed', version = version + 1
    where merchant_id = ${tx.merchantId} and app_id = ${appId} and state <> 'removed'`)
  await tx.write(sql`
    update app_notices set closed_at = ${now}, closed_by = 'uninstalled'
    where merchant_id = ${tx.merchantId} and app_id = ${appId} and closed_at is null`)
}

export type AppUser = { accountId: string; functions: readonly string[] }
/** Sets these users; one without functions is switched off and what he consented to ends. */
export async function writeAppUsers(tx: Tx, appId: string, users: readonly AppUser[], by: string, now: Date): Promise<void> {
  const off = users.filter(({ functions }) => functions.length === 0).map(({ accountId }) => accountId)
  const on = users.filter(({ functions }) => functions.length > 0)
  if (off.length > 0) {
    await tx.write(sql`
      delete from app_users where merchant_id = ${tx.merchantId} and app_id = ${appId} and account_id = any(${off}::uuid[])`)
    await endConsentsOf(tx, { appId, accountIds: off }, 'switchedOff', now)
  }
  if (on.length === 0) return
  await tx.write(sql`
    insert into app_users (merchant_id, app_id, account_id, functions, switched_on_by, switched_on_at)
    select ${tx.merchantId}, ${appId}, u."accountId", u.functions, ${by}, ${now}
    from jsonb_to_recordset(${recordset(on)}::jsonb) as u("accountId" uuid, functions text[])
    on conflict (merchant_id, app_id, account_id) do update set functions = excluded.functions`)
}

/** `accountIds` null: of everybody. Answers how many ended. */
export async function endConsentsOf(
  tx: Tx,
  of: { appId: string; accountIds: readonly string[] | null },
  reason: string,
  now: Date,
): Promise<number> {
  return tx.write(sql`
    update app_consents set ended_at = ${now}, end_reason = ${reason}
    where merchant_id = ${tx.merchantId} and app_id = ${of.appId} and ended_at is null
      and (${of.accountIds}::uuid[] is null or account_id = any(${of.accountIds}::uuid[]))`)
}

export type NewConsent = {
  consentId: string
  appId: string
  accountId: string
  asked: readonly string[]
  given: readonly string[]
  now: Date
  expiresAt: Date
}
export async function insertConsent(tx: Tx, consent: NewConsent): Promise<void> {
  await tx.write(sql`
    insert into app_consents (merchant_id, consent_id, app_id, account_id, asked, given, given_at, expires_at)
    values (${tx.merchantId}, ${consent.consentId}, ${consent.appId}, ${consent.accountId}, ${consent.asked.join(' ')},
      ${consent.given.join(' ')}, ${consent.now}, ${consent.expiresAt})`)
}
