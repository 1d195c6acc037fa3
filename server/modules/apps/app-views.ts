/** Reads of apps. */
import type { OwnApp } from '#contract/apps.ts'
import type { Permission } from '#contract/permissions.ts'
import { type Reader, sql } from '#kernel/db.ts'
import type { AppRow } from './app.ts'

/** An app that runs now, with what it may do for this account; `user_functions` null = not switched on for it. */
export type AppForUser = Pick<AppRow, 'app_id' | 'name' | 'publisher' | 'home_page' | 'functions' | 'shop_ids'> & {
  user_functions: Permission[] | null
}
export function runningAppFor(reader: Reader, clientId: string, accountId: string, now: Date): Promise<AppForUser | undefined> {
  return reader.maybe<AppForUser>(sql`
    select a.app_id, a.name, a.publisher, a.home_page, a.functions, a.shop_ids, u.functions as user_functions
    from apps a left join app_users u on u.merchant_id = ${reader.merchantId} and u.app_id = a.app_id and u.account_id = ${accountId}
    where a.merchant_id = ${reader.merchantId} and a.client_id = ${clientId} and a.state = 'active' and (a.ends_at is null or a.ends_at > ${now})`)
}

/** The scopes of consents that are in force, each as one text. */
export async function consentsInForce(reader: Reader, appId: string, accountId: string, now: Date): Promise<string[]> {
  const rows = await reader.rows<{ given: string }>(sql`
    select given from app_consents
    where merchant_id = ${reader.merchantId} and app_id = ${appId} and account_id = ${accountId} and ended_at is null and expires_at > ${now}`)
  return rows.map((row) => row.given)
}

export type ListedApp = AppRow & { user_count: number; webhook_count: number; is_mine: boolean }
/** All that are installed; `appId` null = every one. */
export function installedApps(reader: Reader, accountId: string, appId: string | null): Promise<ListedApp[]> {
  return reader.rows<ListedApp>(sql`
    select a.app_id, a.client_id, a.name, a.publisher, a.home_page, a.client_type, a.redirect_uris, a.functions, a.shop_ids, a.state,
      a.installed_by, a.installed_at, a.ends_at, a.version,
      (select count(*) from app_users u where u.merchant_id = ${reader.merchantId} and u.app_id = a.app_id)::int as user_count,
      (select count(*) from app_webhooks w where w.merchant_id = ${reader.merchantId} and w.app_id = a.app_id and w.state <> 'removed')::int as webhook_count,
      exists (select from app_users m where m.merchant_id = ${reader.merchantId} and m.app_id = a.app_id and m.account_id::text = ${accountId}) as is_mine
    from apps a where a.merchant_id = ${reader.merchantId} and a.state <> 'uninstalled' and (${appId}::uuid is null or a.app_id = ${appId}::uuid)
    order by a.name, a.app_id`)
}

export type AppUserFacts = { accountId: string; functions: Permission[]; consentCount: number; lastUsedAt: string | null }
export function usersOfApp(reader: Reader, appId: string, now: Date): Promise<AppUserFacts[]> {
  return reader.rows<AppUserFacts>(sql`
    select u.account_id as "accountId", u.functions, count(distinct c.consent_id)::int as "consentCount", max(t.last_used_at) as "lastUsedAt"
    from app_users u
    left join app_consents c on c.merchant_id = ${reader.merchantId} and c.app_id = u.app_id and c.account_id = u.account_id
      and c.ended_at is null and c.expires_at > ${now}
    left join oauth_tokens t on t.merchant_id = ${reader.merchantId} and t.consent_id = c.consent_id
    where u.merchant_id = ${reader.merchantId} and u.app_id = ${appId}
    group by u.merchant_id, u.app_id, u.account_id order by min(u.switched_on_at), u.account_id`)
}

/** Running apps that are switched on for this person, let in or not yet. */
export async function appsOf(reader: Reader, accountId: string, now: Date): Promise<OwnApp[]> {
  type Row = Omit<OwnApp, 'functions'> & { functions: Permission[]; given: string | null }
  const rows = await reader.rows<Row>(sql`
    select a.app_id as "appId", a.name, a.publisher, a.home_page as "homePage",
      array(select f from unnest(u.functions) f where f = any(a.functions)) as functions,
      string_agg(distinct c.given, ' ') as given, max(c.given_at) as "givenAt", max(t.last_used_at) as "lastUsedAt"
    from app_users u
    join apps a on a.merchant_id = ${reader.merchantId} and a.app_id = u.app_id and a.state = 'active' and (a.ends_at is null or a.ends_at > ${now})
    left join app_consents c on c.merchant_id = ${reader.merchantId} and c.app_id = u.app_id and c.account_id = u.account_id
      and c.ended_at is null and c.expires_at > ${now}
    left join oauth_tokens t on t.merchant_id = ${reader.merchantId} and t.consent_id = c.consent_id
    where u.merchant_id = ${reader.merchantId} and u.account_id::text = ${accountId}
    group by a.merchant_id, a.app_id, u.functions order by a.name, a.app_id`)
  return rows.map(({ given, functions, ...row }) => {
    const scopes = given === null ? null : new Set(given.split(' '))
    return { ...row, functions: functions.filter((code) => scopes?.has(code) ?? true) }
  })
}
