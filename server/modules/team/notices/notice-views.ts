import { type Reader, sql } from '#kernel/db.ts'

export type NoticeViewRow = {
  notice_id: string
  to_permission: string | null
  about_account_id: string | null
  about_shop_id: string | null
  kind: string
  params: Record<string, string>
  created_at: string
  is_read: boolean
}

/** The newest of one's own and of those for holders of these permissions (whom they are about is not looked at here). */
export const noticesFor = (
  reader: Reader,
  accountId: string,
  permissions: readonly string[],
  limit: number,
): Promise<NoticeViewRow[]> =>
  reader.rows<NoticeViewRow>(sql`
    select n.notice_id, n.to_permission, n.about_account_id, n.about_shop_id, n.kind, n.params, n.created_at,
      exists (select 1 from notice_reads r where r.merchant_id = ${reader.merchantId} and r.account_id = ${accountId}
        and r.notice_id = n.notice_id) as is_read
    from (
      (select m.* from notices m where m.merchant_id = ${reader.merchantId} and m.to_account_id = ${accountId} order by m.notice_id desc limit ${limit})
      union all
      (select m.* from notices m where m.merchant_id = ${reader.merchantId} and m.to_permission = any(${permissions}::text[])
        order by m.notice_id desc limit ${limit})) n
    where n.merchant_id = ${reader.merchantId}
    order by n.notice_id desc`)
