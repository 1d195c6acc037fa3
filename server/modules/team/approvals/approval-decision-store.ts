import { sql, type Tx } from '#kernel/db.ts'

export type ApprovalToDecide = {
  account_id: string
  on_behalf_of: string | null
  operation: string
  state: string
  expires_at: string
}

export const lockApproval = (tx: Tx, approvalId: string): Promise<ApprovalToDecide | undefined> =>
  tx.maybe<ApprovalToDecide>(sql`
    select account_id, on_behalf_of, operation, state, expires_at from approvals
    where merchant_id = ${tx.merchantId} and approval_id = ${approvalId} for update`)

type Decision = { state: 'approved' | 'refused'; by: string; now: Date; expiresAt: Date }
export const settleApproval = (tx: Tx, approvalId: string, { state, by, now, expiresAt }: Decision): Promise<number> =>
  tx.write(sql`
    update approvals set state = ${state}, decided_by = ${by}, decided_at = ${now}, expires_at = ${expiresAt}
    where merchant_id = ${tx.merchantId} and approval_id = ${approvalId}`)
