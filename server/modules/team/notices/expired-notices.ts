import { sql } from '#kernel/db.ts'
import { type Expiry, keptSince } from '#kernel/upkeep.ts'

/** Who read it goes with it (foreign key notice_reads → notices, cascade). */
export const oldNotices: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from notices where merchant_id = ${tx.merchantId} and notice_id in (
      select notice_id from notices
      where merchant_id = ${tx.merchantId} and created_at < ${keptSince('keepNotices', now)} order by notice_id limit ${limit})`)
