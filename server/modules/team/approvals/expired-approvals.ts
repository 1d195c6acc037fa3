import { sql } from '#kernel/db.ts'
import { type Expiry, keptSince } from '#kernel/upkeep.ts'

export const oldApprovals: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from approvals where merchant_id = ${tx.merchantId} and approval_id in (
      select approval_id from approvals
      where merchant_id = ${tx.merchantId} and expires_at < ${keptSince('keepApprovals', now)} order by approval_id limit ${limit})`)
