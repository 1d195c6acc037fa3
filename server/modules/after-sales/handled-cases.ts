import { inRows, scopeOf } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import type { HoldingKind } from '#kernel/holding.ts'

const NEEDS = 'afterSales.decide'

/** Cases that somebody decided and that are not over: a colleague goes on with them, or they go back to the pool. */
export const caseHoldings: HoldingKind = {
  kind: 'afterSaleCase',
  way: 'handOver',
  needs: NEEDS,
  async read(reader, accountId) {
    const rows = await reader.rows<{ number: string }>(sql`
      select after_sale_id as number from after_sale_cases
      where merchant_id = ${reader.merchantId} and handled_by = ${accountId}
        and state in ('waiting_for_merchant', 'waiting_for_buyer', 'goods_returning', 'refunding')
      order by due_at, case_id`)
    return { count: rows.length, examples: rows.slice(0, 3).map(({ number }) => number) }
  },
  async release(tx, accountId, to) {
    const reach = to && scopeOf(to, NEEDS)
    const given =
      to && reach
        ? await tx.write(sql`
            update after_sale_cases c set handled_by = ${to.accountId}, version = version + 1
            where c.merchant_id = ${tx.merchantId} and c.handled_by = ${accountId}
              and c.state in ('waiting_for_merchant', 'waiting_for_buyer', 'goods_returning', 'refunding')
              and ${inRows(reach, { shop: sql`c.shop_id`, holder: sql`${to.accountId}::text` })}`)
        : 0
    const freed = await tx.write(sql`
      update after_sale_cases set handled_by = null, version = version + 1
      where merchant_id = ${tx.merchantId} and handled_by = ${accountId}
        and state in ('waiting_for_merchant', 'waiting_for_buyer', 'goods_returning', 'refunding')`)
    return given + freed
  },
}
