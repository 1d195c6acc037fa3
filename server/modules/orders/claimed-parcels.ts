import { inRows, scopeOf } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import type { HoldingKind } from '#kernel/holding.ts'
import { CLAIM_LEASE_MS } from './order.ts'

/** Parcels in somebody's hands: a colleague takes them over with a new lease, or they go back to the pool. */
export const parcelHoldings: HoldingKind = {
  kind: 'parcel',
  way: 'handOver',
  needs: 'orders.review',
  async read(reader, accountId, now) {
    const rows = await reader.rows<{ number: string }>(sql`
      select number from parcels
      where merchant_id = ${reader.merchantId} and claimed_by = ${accountId} and claimed_until > ${now} order by ship_by, parcel_id`)
    return { count: rows.length, examples: rows.slice(0, 3).map(({ number }) => number) }
  },
  async release(tx, accountId, to, now) {
    const held = sql`merchant_id = ${tx.merchantId} and claimed_by = ${accountId} and claimed_until > ${now}`
    const reach = to && scopeOf(to, 'orders.review')
    const given =
      to && reach
        ? await tx.write(sql`
            update parcels p set claimed_by = ${to.accountId}, claimed_name = ${to.name},
              claimed_until = ${new Date(now.getTime() + CLAIM_LEASE_MS)}, version = version + 1
            where p.merchant_id = ${tx.merchantId} and ${held}
              and ${inRows(reach, { shop: sql`p.shop_id`, warehouse: sql`p.warehouse_id`, holder: sql`${to.accountId}::text` })}`)
        : 0
    const freed = await tx.write(sql`
      update parcels set claimed_by = null, claimed_name = null, claimed_until = null, version = version + 1
      where merchant_id = ${tx.merchantId} and ${held}`)
    return given + freed
  },
}
