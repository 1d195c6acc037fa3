/** Many different orders and parcels for tests of lists. */
import { sql } from '#kernel/db.ts'
import type { TestTeam } from '#server/testing/team.ts'
import { aLine, aReceiver, aSnapshot, intake } from './order-samples.ts'

export const PROVINCES = ['浙江省', '广东省', '西藏自治区'] as const
const FLAGS = ['', '', '', '合', '留', '合留'] as const
const STATUSES = ['unpaid', 'paid', 'finished', 'cancelled', 'closed'] as const

export type ListedTeam = { t: TestTeam; shopIds: string[]; drop(): Promise<void> }

/** The moment for which the samples are made. */
export const LISTED_AT = { startAt: new Date('2026-03-10T00:00:00Z') }

/** Fills a team with orders in three shops; their parcels stand everywhere, some claimed, some at the very same moment. */
export async function aListedTeam(t: TestTeam, count: number): Promise<ListedTeam> {
  const shopIds = [await t.shop('大店'), await t.shop('小店'), await t.shop('远店')]
  for (const [shopNumber, shopId] of shopIds.entries()) {
    const numbers = Array.from({ length: count }, (_, n) => n).filter((n) => [0, 0, 0, 0, 1, 2][n % 6] === shopNumber)
    await intake(t, shopId, ...numbers.map((n) => someOrder(n)))
  }
  await scatter(t)
  return { t, shopIds, drop: () => t.drop() }
}

function someOrder(n: number) {
  const status = STATUSES[(n * 7) % 11] ?? 'paid'
  const isPaid = status !== 'unpaid' && status !== 'cancelled'
  // Every third order shares its moment with others.
  const at = new Date(Date.UTC(2026, 2, 1) + Math.floor(n / 3) * 3_600_000).toISOString()
  const province = PROVINCES[n % 17 === 0 ? 2 : n % 2] ?? PROVINCES[0]
  return aSnapshot(`88${String(n).padStart(4, '0')}`, {
    status,
    createdAt: at,
    modifiedAt: at,
    paidAt: isPaid ? at : null,
    shipBy: n % 5 === 0 ? null : new Date(Date.parse(at) + (n % 7) * 3_600_000).toISOString(),
    buyerNick: `买家${n % 40}`,
    receiver: aReceiver({ province }),
    paidFen: isPaid ? 9900 : 0,
    refundedFen: status === 'closed' ? 9900 : n % 9 === 0 && isPaid ? 100 : 0,
    lines: [aLine({ merchantSku: `SKU-${n % 12}` })],
  })
}

/** Puts the parcels into every state by their number, as days of work would. */
async function scatter(t: TestTeam): Promise<void> {
  const merchantId = t.merchantId
  await t.write((tx) =>
    tx.write(sql`
      update parcels p set
        review_state = case when n % 8 = 0 then 'stopped' when n % 8 = 1 then 'unpaid' when n % 8 = 2 then 'buffering' when n % 8 = 3 then 'awaiting'
          when n % 8 = 4 then 'held' else 'approved' end,
        fulfilment_state = case when n % 8 < 5 then 'none' else (array['none', 'waybill', 'printed', 'shipped', 'shipped', 'shipped'])[1 + n % 6] end,
        approved_at = p.created_at, waybill_number = case when n % 8 < 5 or n % 6 = 0 then '' else 'YT' || (100000 + n) end,
        write_back = case when n % 8 >= 5 and n % 6 >= 3 then (array['none', 'waiting', 'confirmed', 'failed', 'needs_person'])[1 + n % 5] else 'none' end,
        flags = (${[...FLAGS]}::text[])[1 + n % ${FLAGS.length}],
        claimed_by = case when n % 5 = 0 then ${t.ownerId} when n % 5 = 1 then 'somebody' end, claimed_name = case when n % 5 < 2 then '小王' end,
        claimed_until = case when n % 5 < 2 then ${t.clock.now}::timestamptz + interval '10 minutes' * (n % 3 - 1) end
      from (select q.parcel_id, substr(q.platform_order_ids, 3)::int as n from parcels q where q.merchant_id = ${merchantId}) numbered
      where p.merchant_id = ${merchantId} and p.parcel_id = numbered.parcel_id`),
  )
}
