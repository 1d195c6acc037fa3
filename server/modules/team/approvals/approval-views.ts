import { type Reader, sql } from '#kernel/db.ts'

export type ApprovalViewRow = {
  approval_id: string
  account_id: string
  account_name: string
  on_behalf_of: string | null
  operation: string
  summary: unknown
  state: 'waiting' | 'approved' | 'refused' | 'used' | 'expired'
  requested_at: string
  expires_at: string
  decided_by_name: string | null
}

/** The newest first; whose time is over and that nobody used counts as expired. */
export const approvals = (reader: Reader, state: string | null, now: Date): Promise<ApprovalViewRow[]> =>
  reader.rows<ApprovalViewRow>(sql`
    select * from (
      select p.merchant_id, p.approval_id, p.account_id, p.account_name, p.on_behalf_of, p.operation, p.summary, p.requested_at, p.expires_at,
        case when p.state in ('waiting', 'approved') and p.expires_at <= ${now} then 'expired' else p.state end as state,
        (select a.name from accounts a where a.merchant_id = ${reader.merchantId} and a.account_id = p.decided_by) as decided_by_name
      from approvals p where p.merchant_id = ${reader.merchantId}) seen
    where seen.merchant_id = ${reader.merchantId} and (${state}::text is null or seen.state = ${state})
    order by seen.requested_at desc, seen.approval_id limit 500`)

export const approvalsWaitingFor = async (reader: Reader, accountId: string, now: Date): Promise<number> =>
  (
    await reader.maybe<{ n: number }>(sql`
      select count(*)::int as n from approvals
      where merchant_id = ${reader.merchantId} and on_behalf_of = ${accountId} and state = 'waiting' and expires_at > ${now}`)
  )?.n ?? 0
