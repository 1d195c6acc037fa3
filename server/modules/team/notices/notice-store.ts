/**
 * Writes notices. To one person, or to all who hold a permission over the account (`about`) or the shop it is about; who reads is decided when it is
 * read, by the rights of that moment.
 */
import type { NoticeKind, NoticeParams } from '#contract/notice-kinds.ts'
import type { Permission } from '#contract/permissions.ts'
import { recordset, sql, type Tx } from '#kernel/db.ts'
import type { EventFact } from '#kernel/events.ts'
import { newId } from '#kernel/ids.ts'
import { noticesWritten } from '../team-events.ts'

export type Notice = {
  [K in NoticeKind]: {
    to: { accountId: string } | { permission: Permission; about: string | null } | { permission: Permission; aboutShop: string }
    kind: K
    params: NoticeParams<K>
  }
}[NoticeKind]

/** Answers the facts to be announced with it. */
export async function writeNotices(tx: Tx, now: Date, notices: readonly Notice[]): Promise<EventFact[]> {
  if (notices.length === 0) return []
  const rows = notices.map(({ to, kind, params }) => ({
    notice_id: newId(),
    to_account_id: 'accountId' in to ? to.accountId : null,
    to_permission: 'permission' in to ? to.permission : null,
    about_account_id: 'about' in to ? to.about : null,
    about_shop_id: 'aboutShop' in to ? to.aboutShop : null,
    kind,
    params,
  }))
  await tx.write(sql`
    insert into notices (merchant_id, notice_id, to_account_id, to_permission, about_account_id, about_shop_id, kind, params, created_at)
    select ${tx.merchantId}, n.notice_id, n.to_account_id, n.to_permission, n.about_account_id, n.about_shop_id, n.kind, n.params, ${now}
    from jsonb_to_recordset(${recordset(rows)}::jsonb)
      as n(notice_id uuid, to_account_id uuid, to_permission text, about_account_id uuid, about_shop_id uuid, kind text, params jsonb)`)
  return [noticesWritten]
}

export async function markRead(tx: Tx, accountId: string, noticeIds: readonly string[], now: Date): Promise<void> {
  await tx.write(sql`
    insert into notice_reads (merchant_id, account_id, notice_id, read_at)
    select ${tx.merchantId}, ${accountId}, n.notice_id, ${now} from notices n
    where n.merchant_id = ${tx.merchantId} and n.notice_id = any(${noticeIds}::uuid[])
      and (n.to_account_id = ${accountId} or n.to_permission is not null)
    on conflict do nothing`)
}
