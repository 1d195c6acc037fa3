/** What of apps and tokens an account holds, for the day it leaves. */
import type { Permission } from '#contract/permissions.ts'
import { decide, type Principal, reachesShop } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'
import type { HoldingKind } from '#kernel/holding.ts'
import { setInstaller } from './app-store.ts'

const names = (rows: { name: string }[]) => ({ count: rows.length, examples: rows.slice(0, 3).map(({ name }) => name) })

/** Tokens end with their maker: a script that goes on needs one of its next keeper. */
export const tokenHoldings: HoldingKind = {
  kind: 'token',
  way: 'end',
  read: async (reader, accountId, now) =>
    names(
      await reader.rows(sql`
        select name from api_tokens
        where merchant_id = ${reader.merchantId} and account_id = ${accountId} and revoked_at is null and expires_at > ${now} order by created_at`),
    ),
  release: (tx, accountId, _to, now) =>
    tx.write(sql`
      update api_tokens set revoked_at = ${now}, revoke_reason = 'makerLeft'
      where merchant_id = ${tx.merchantId} and account_id = ${accountId} and revoked_at is null`),
}

/** What somebody let apps do for them. */
export const consentHoldings: HoldingKind = {
  kind: 'consent',
  way: 'end',
  read: async (reader, accountId, now) =>
    names(
      await reader.rows(sql`
        select distinct a.name from app_consents c join apps a on a.merchant_id = ${reader.merchantId} and a.app_id = c.app_id
        where c.merchant_id = ${reader.merchantId} and c.account_id = ${accountId} and c.ended_at is null and c.expires_at > ${now}`),
    ),
  async release(tx, accountId, _to, now) {
    await tx.write(sql`delete from app_users where merchant_id = ${tx.merchantId} and account_id = ${accountId}`)
    return tx.write(sql`
      update app_consents set ended_at = ${now}, end_reason = 'personLeft'
      where merchant_id = ${tx.merchantId} and account_id = ${accountId} and ended_at is null`)
  },
}

type Installed = { app_id: string; name: string; functions: Permission[]; shop_ids: string[] | null }
const installedBy = (reader: Reader, accountId: string): Promise<Installed[]> =>
  reader.rows<Installed>(sql`
    select app_id, name, functions, shop_ids from apps
    where merchant_id = ${reader.merchantId} and installed_by = ${accountId} and state <> 'uninstalled' order by app_id`)

/** Apps somebody answers for: a colleague who holds all they may do answers from now on; the others stand still until somebody does. */
export const appHoldings: HoldingKind = {
  kind: 'app',
  way: 'handOver',
  needs: 'apps.manage',
  read: async (reader, accountId) => names(await installedBy(reader, accountId)),
  async release(tx, accountId, to) {
    if (!to) return 0
    const apps = (await installedBy(tx, accountId)).filter((app) => holdsAll(to, app))
    for (const app of apps) await setInstaller(tx, app.app_id, to.accountId)
    return apps.length
  },
}

function holdsAll(to: Principal, app: Installed): boolean {
  return app.functions.every((code) => {
    const held = decide(to, { permission: code, scope: app.shop_ids === null ? 'merchant' : 'shop' })
    return held.allowed && (app.shop_ids ?? []).every((shop) => reachesShop(held.scope, shop))
  })
}
