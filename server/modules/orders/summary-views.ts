/**
 * Totals of orders, in all, by day and by province. One reading of the orders; the three views are added up from the same groups, so
 * they always agree.
 *
 * - orders: all, whatever became of them. paid: has a payment time, also when everything was refunded later. unpaid: the others.
 * - cancelled: closed before payment (status cancelled); an order closed after payment counts by its refund.
 * - withRefund: money went back. fullRefund: at least all that was paid went back; partialRefund: less. Orders in which nothing was
 *   paid have neither.
 * - pieces, goodsFen, freightFen: of all orders, also unpaid ones. paidFen: what buyers paid at first; refundedFen: what went back;
 *   netFen: the difference, which is what platforms' reports call 实付 after refunds.
 * - Days are those of the order's creation in the shop's zone.
 */
import type { z } from 'zod'
import type { orders } from '#contract/orders.ts'
import { inScope, type Scope } from '#kernel/access.ts'
import { SHOP_ZONE } from '#kernel/clock.ts'
import { type Reader, sql } from '#kernel/db.ts'

type Summary = z.input<typeof orders.summarizeOrders.output>
type Counters = Summary['total']
type Asked = z.output<typeof orders.summarizeOrders.input>

const COUNTERS = [
  ...(['orders', 'paid', 'unpaid', 'cancelled', 'withRefund', 'fullRefund', 'partialRefund', 'pieces'] as const),
  ...(['goodsFen', 'freightFen', 'paidFen', 'refundedFen', 'netFen'] as const),
]
type GroupRow = Record<Exclude<(typeof COUNTERS)[number], 'unpaid' | 'netFen'>, string> & { day: string; province: string }

export async function orderSummary(reader: Reader, scope: Scope, asked: Asked): Promise<Summary> {
  const { shopId = null, from = null, to = null } = asked
  const rows = await reader.rows<GroupRow>(sql`
    select (o.created_at at time zone ${SHOP_ZONE})::date as day, o.province,
      count(*) as orders, count(o.paid_at) as paid, count(*) filter (where o.status = 'cancelled') as cancelled,
      count(*) filter (where o.refunded_fen > 0) as "withRefund",
      count(*) filter (where o.refunded_fen > 0 and o.refunded_fen >= o.paid_fen and o.paid_fen > 0) as "fullRefund",
      count(*) filter (where o.refunded_fen > 0 and o.refunded_fen < o.paid_fen) as "partialRefund",
      sum(o.pieces) as pieces, sum(o.goods_fen) as "goodsFen", sum(o.freight_fen) as "freightFen", sum(o.paid_fen) as "paidFen",
      sum(o.refunded_fen) as "refundedFen"
    from orders o
    where o.merchant_id = ${reader.merchantId} and ${inScope(scope, sql`o.shop_id`)} and (${shopId}::uuid is null or o.shop_id = ${shopId})
      and o.created_at >= coalesce(${from}::date::timestamp at time zone ${SHOP_ZONE}, '-infinity')
      and o.created_at < coalesce((${to}::date + 1)::timestamp at time zone ${SHOP_ZONE}, 'infinity')
    group by 1, 2`)
  const groups = rows.map((row) => ({ day: row.day, province: row.province, counters: countersOf(row) }))
  const byDay = [...Map.groupBy(groups, (group) => group.day)].map(([day, inside]) => ({ day, ...sumOf(inside) }))
  const byProvince = [...Map.groupBy(groups, (group) => group.province)].map(([province, inside]) => ({
    province,
    ...sumOf(inside),
  }))
  return {
    total: sumOf(groups),
    byDay: byDay.sort((a, b) => (a.day < b.day ? -1 : 1)),
    byProvince: byProvince.sort((a, b) => b.orders - a.orders || (a.province < b.province ? -1 : 1)),
  }
}

function countersOf(row: GroupRow): Counters {
  const read = (name: keyof GroupRow): number => Number(row[name])
  return {
    orders: read('orders'),
    paid: read('paid'),
    unpaid: read('orders') - read('paid'),
    cancelled: read('cancelled'),
    withRefund: read('withRefund'),
    fullRefund: read('fullRefund'),
    partialRefund: read('partialRefund'),
    pieces: read('pieces'),
    goodsFen: read('goodsFen'),
    freightFen: read('freightFen'),
    paidFen: read('paidFen'),
    refundedFen: read('refundedFen'),
    netFen: read('paidFen') - read('refundedFen'),
  }
}

const sumOf = (groups: readonly { counters: Counters }[]): Counters => {
  const sum = Object.fromEntries(COUNTERS.map((name) => [name, 0])) as Counters
  for (const { counters } of groups) for (const name of COUNTERS) sum[name] += counters[name]
  return sum
}
