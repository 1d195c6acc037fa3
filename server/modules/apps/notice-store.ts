/** What those who look after apps must know. */
import type { AppNotice } from '#contract/apps.ts'
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'

export type NewNotice = Pick<AppNotice, 'appId' | 'kind' | 'params'>

/** The same notice is not given again while the earlier one is open. */
export async function giveNotice(tx: Tx, notice: NewNotice, now: Date): Promise<void> {
  const params = JSON.stringify(notice.params)
  await tx.write(sql`
    insert into app_notices (merchant_id, notice_id, app_id, kind, params, at)
    select ${tx.merchantId}, ${newId()}, ${notice.appId}, ${notice.kind}, ${params}::jsonb, ${now}
    where not exists (
      select 1 from app_notices n where n.merchant_id = ${tx.merchantId} and n.app_id = ${notice.appId} and n.kind = ${notice.kind}
        and n.params = ${params}::jsonb and n.closed_at is null)`)
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
