/** Parcels in several shops and warehouses, some in the hands of people of several departments; and people who may see some of it. */
import fc from 'fast-check'
import { type BuiltInRole, builtInRoles } from '#contract/permissions.ts'
import type { Row } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { addWarehouse } from '#modules/shops/operations/add-warehouse.ts'
import { listWarehouses } from '#modules/shops/operations/list-warehouses.ts'
import { aTeam, type SomeGrant, type TestTeam } from '#server/testing/team.ts'
import { aListedTeam, LISTED_AT } from './list-samples.ts'

export type ReachTeam = {
  t: TestTeam
  shopIds: string[]
  warehouseIds: string[]
  /** Sales, a part of it, and the depot beside it. */
  departmentIds: [string, string, string]
  /** One in each department, with parcels in their hands. */
  colleagueIds: string[]
  /** An account with these grants that holds some parcels itself. */
  actor(grants: SomeGrant[], departmentId: string | undefined): Promise<{ accountId: string }>
  parcels(): Promise<ParcelFacts[]>
  drop(): Promise<void>
}
export type ParcelFacts = Required<Row> & {
  parcelId: string
  shopId: string
  warehouseId: string
  station: string
  orderIds: string[]
  number: string
  waybillNumber: string
  receiverKey: string
  /** What the counters beside the stations tell of it. */
  isLate: boolean
  writeBackFailed: boolean
  shippedToday: boolean
}

export async function aReachTeam(count = 48): Promise<ReachTeam> {
  const { t, shopIds, drop } = await aListedTeam(await aTeam(LISTED_AT), count)
  for (const name of ['东仓', '西仓']) await t.call('owner', addWarehouse, { name })
  const warehouseIds = (await t.call('owner', listWarehouses, {})).rows.map((row) => row.warehouseId)
  const departmentIds: ReachTeam['departmentIds'] = [newId(), newId(), newId()]
  await addDepartments(t, departmentIds)
  const colleagueIds: string[] = []
  for (const [n, id] of departmentIds.entries()) colleagueIds.push(await t.staff(`同事${n}`, [], id))
  const settle = (holders: readonly string[]) => spread(t, warehouseIds, holders)
  let actors = 0
  return {
    ...{ t, shopIds, warehouseIds, departmentIds, colleagueIds, drop },
    actor: async (grants, departmentId) => {
      actors += 1
      const accountId = await t.staff(`员工${actors}`, grants, departmentId)
      await settle([...colleagueIds, accountId])
      return { accountId }
    },
    parcels: () => parcelFacts(t),
  }
}

async function addDepartments(t: TestTeam, [sales, part, depot]: ReachTeam['departmentIds']): Promise<void> {
  await t.write((tx) =>
    tx.write(sql`
      insert into departments (merchant_id, department_id, parent_id, name, path) values
        (${tx.merchantId}, ${sales}, null, '销售', ${[sales]}::uuid[]),
        (${tx.merchantId}, ${part}, ${sales}, '销售一组', ${[sales, part]}::uuid[]),
        (${tx.merchantId}, ${depot}, null, '仓储', ${[depot]}::uuid[])`),
  )
}

/**
 * By fours of parcels of one shop that could all go in one box, or that none could: two are in the hands of different people, one was, one
 * lies in the pool. So whoever does not reach everybody's rows meets, beside those he reaches, others that differ in nothing else.
 */
async function spread(t: TestTeam, warehouseIds: readonly string[], holders: readonly string[]): Promise<void> {
  await t.write((tx) =>
    tx.write(sql`
      update parcels p set warehouse_id = (${[...warehouseIds]}::uuid[])[1 + (four + shop) % ${warehouseIds.length}],
        receiver_key = 'r' || four / ${warehouseIds.length} % 2, merge_group = 'r' || four / ${warehouseIds.length} % 2, buyer_key = 'b',
        claimed_by = case when place < 3 then (${[...holders]}::text[])[1 + (four + shop + place) % ${holders.length}] end,
        claimed_name = case when place < 3 then '某人' end,
        claimed_until = case when place < 3 then ${t.clock.now}::timestamptz + interval '5 minutes' * (3 - 2 * place) end,
        shipped_at = case when p.station = 'shipped' then ${t.clock.now}::timestamptz - interval '2 days' * (four % 2) end
      from (
        select n.parcel_id, n.shop, (n.number / 4)::int as four, (n.number % 4)::int as place from (
          select q.parcel_id, dense_rank() over (order by q.shop_id)::int as shop,
            row_number() over (partition by q.shop_id, q.fulfilment_state = 'none' and q.review_state not in ('stopped', 'unpaid')
              order by q.platform_order_ids) - 1 as number
          from parcels q where q.merchant_id = ${tx.merchantId}) n) placed
      where p.merchant_id = ${tx.merchantId} and p.parcel_id = placed.parcel_id`),
  )
}

type FactsRow = Omit<ParcelFacts, 'holderId'> & { claimedBy: string | null; claimedUntil: string | null }
async function parcelFacts(t: TestTeam): Promise<ParcelFacts[]> {
  const rows = await t.read((reader) =>
    reader.rows<FactsRow>(sql`
      select p.parcel_id as "parcelId", p.shop_id as "shopId", p.warehouse_id as "warehouseId", p.station, p.number,
        p.waybill_number as "waybillNumber", p.receiver_key as "receiverKey", p.claimed_by as "claimedBy", p.claimed_until as "claimedUntil",
        p.write_back in ('failed', 'needs_person') as "writeBackFailed", coalesce(p.shipped_at = ${t.clock.now}, false) as "shippedToday",
        coalesce(p.ship_by < ${t.clock.now}, false) and p.station not in ('unpaid', 'shipped', 'stopped') as "isLate",
        (select array_agg(distinct pl.order_id::text) from parcel_lines pl where pl.merchant_id = ${reader.merchantId} and pl.parcel_id = p.parcel_id)
          as "orderIds"
      from parcels p where p.merchant_id = ${reader.merchantId}`),
  )
  return rows.map(({ claimedBy, claimedUntil, ...row }) => ({
    ...row,
    holderId: claimedUntil !== null && Date.parse(claimedUntil) > t.clock.now.getTime() ? claimedBy : null,
  }))
}

type Held = { grants: SomeGrant[]; departmentId: string | undefined }
/** Grants of any built-in role over any shops, warehouses and data range, and where the person who has them works. */
export const someGrants = ({ shopIds, warehouseIds, departmentIds }: ReachTeam): fc.Arbitrary<Held> =>
  fc.record({
    grants: fc.array(
      fc
        .record({
          role: fc.constantFrom(...(Object.keys(builtInRoles) as BuiltInRole[])),
          shopIds: fc.option(fc.subarray(shopIds, { minLength: 1 }), { freq: 1 }),
          warehouseIds: fc.option(fc.subarray(warehouseIds, { minLength: 1 }), { freq: 1 }),
          range: fc.constantFrom('own' as const, 'department' as const, 'all' as const),
          departmentId: fc.constantFrom(...departmentIds),
        })
        .map((grant) => ({ ...grant, departmentId: grant.range === 'department' ? grant.departmentId : null })),
      { maxLength: 3 },
    ),
    departmentId: fc.option(fc.constantFrom(...departmentIds), { nil: undefined }),
  })

/** One limit at a time, and all of them beside each other: what chance may leave out is always among the cases. */
export function everyLimit({ shopIds, warehouseIds, departmentIds: [sales] }: ReachTeam): [Held][] {
  const [shop = '', otherShop = ''] = shopIds
  const [warehouse = '', otherWarehouse = ''] = warehouseIds
  const role = 'supervisor'
  const cases: SomeGrant[][] = [
    [{ role, shopIds: [otherShop] }],
    [{ role, warehouseIds: [warehouse] }],
    [{ role, range: 'own' }],
    [
      { role, shopIds: [shop], warehouseIds: [warehouse], range: 'department', departmentId: sales },
      { role, shopIds: [otherShop], warehouseIds: [otherWarehouse] },
    ],
  ]
  return cases.map((grants) => [{ grants, departmentId: undefined }])
}
