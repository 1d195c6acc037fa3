/** Reads of apps. */
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
