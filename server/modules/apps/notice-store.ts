/** What those who look after apps must know. */
import type { AppNotice } from '#contract/apps.ts'
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import type { EventFact } from '#kernel/events.ts'
import { newId } from '#kernel/ids.ts'
import { tell } from '#modules/team/public.ts'

type Told = Parameters<typeof tell>[2][number]
export type NewNotice = Pick<AppNotice, 'appId' | 'kind' | 'params'>

/** Shown with the apps until it is put away, and told to all who look after them. The same one is not given again while it is open. */
export async function giveNotice(tx: Tx, notice: NewNotice, now: Date): Promise<EventFact[]> {
  const params = JSON.stringify(notice.params)
  const given = await tx.maybe<{ name: string }>(sql`
    insert into app_notices (merchant_id, notice_id, app_id, kind, params, at)
    select ${tx.merchantId}, ${newId()}, ${notice.appId}, ${notice.kind}, ${params}::jsonb, ${now}
    where not exists (
      select 1 from app_notices n where n.merchant_id = ${tx.merchantId} and n.app_id = ${notice.appId} and n.kind = ${notice.kind}
        and n.params = ${params}::jsonb and n.closed_at is null)
    returning (select a.name from apps a where a.merchant_id = ${tx.merchantId} and a.app_id = ${notice.appId}) as name`)
  return given ? tell(tx, now, [worded(notice, given.name)]) : []
}

function worded({ kind, params }: NewNotice, app: string): Told {
  const to = { permission: 'apps.manage', about: null } as const
  switch (kind) {
    case 'subscriptionEnds':
      return { to, kind: 'appSubscriptionEnds', params: { app, days: String(params.days) } }
    case 'subscriptionEnded':
      return { to, kind: 'appSubscriptionEnded', params: { app } }
    case 'installerLost':
      return { to, kind: 'appInstallerLost', params: { app } }
    case 'deliveryDead':
    case 'webhookGone':
    case 'webhookFailing':
      return { to, kind: 'appWebhookTrouble', params: { app, url: String(params.url) } }
  }
}

/** False when there is no such open notice. */
export async function closeNotice(tx: Tx, noticeId: string, by: string, now: Date): Promise<boolean> {
  const closed = await tx.write(sql`
    update app_notices set closed_at = ${now}, closed_by = ${by}
    where merchant_id = ${tx.merchantId} and notice_id = ${noticeId} and closed_at is null`)
  return closed === 1
}

/** Of these kinds, because their cause is gone. */
export async function closeNoticesOf(
  tx: Tx,
  appId: string,
  kinds: readonly AppNotice['kind'][],
  by: string,
  now: Date,
): Promise<void> {
  await tx.write(sql`
    update app_notices set closed_at = ${now}, closed_by = ${by}
    where merchant_id = ${tx.merchantId} and app_id = ${appId} and kind = any(${kinds}::text[]) and closed_at is null`)
}

export const openNotices = (reader: Reader): Promise<AppNotice[]> =>
  reader.rows<AppNotice>(sql`
    select n.notice_id as "noticeId", n.app_id as "appId", a.name as "appName", n.kind, n.params, n.at
    from app_notices n join apps a on a.merchant_id = ${reader.merchantId} and a.app_id = n.app_id
    where n.merchant_id = ${reader.merchantId} and n.closed_at is null order by n.at desc, n.notice_id limit 100`)
