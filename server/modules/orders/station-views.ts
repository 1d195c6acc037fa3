/** How much work waits where: read from the indexes of what is open, never from the shipped millions. */
import type { Scope } from '#kernel/access.ts'
import { SHOP_ZONE } from '#kernel/clock.ts'
import { byOnePlan, type Reader, sql } from '#kernel/db.ts'
import { quarantinedCount } from '#modules/intake/public.ts'
import { inManyParcels } from './parcel-scope.ts'

export type StationCounts = {
  /** Open stations, and those shipped today. Stopped parcels wait for nobody and are not counted. */
  stations: Record<string, number>
  mine: number
  late: number
  writeBackFailed: number
  quarantined: number
}
type Asking = {
  scope: Scope
  shopIds?: readonly string[] | undefined
  warehouseIds?: readonly string[] | undefined
  accountId: string
  now: Date
}

export async function countStations(reader: Reader, asking: Asking): Promise<StationCounts> {
  const { scope, shopIds, warehouseIds, accountId, now } = asking
  const inShops = shopIds === undefined ? sql`true` : sql`p.shop_id = any(${[...shopIds]}::uuid[])`
  const inWarehouses = warehouseIds === undefined ? sql`true` : sql`p.warehouse_id = any(${[...warehouseIds]}::uuid[])`
  const reached = sql`${inManyParcels(reader, scope, now)} and ${inShops} and ${inWarehouses}`
  const [open, claimed, shipped, failed, quarantined] = await byOnePlan(reader, () =>
    Promise.all([
      reader.rows<{ station: string; count: number; late: number }>(sql`
      select p.station, count(*)::int as count, (count(*) filter (where p.ship_by < ${now} and p.station <> 'unpaid'))::int as late
      from parcels p where p.merchant_id = ${reader.merchantId} and p.station not in ('shipped', 'stopped') and ${reached}
      group by p.station`),
      reader.maybe<{ mine: number }>(sql`
      select count(*)::int as mine from parcels p
      where p.merchant_id = ${reader.merchantId} and p.claimed_by = ${accountId} and p.claimed_until > ${now} and ${reached}`),
      reader.maybe<{ count: number }>(sql`
      select count(*)::int as count from parcels p
      where p.merchant_id = ${reader.merchantId} and p.shipped_at is not null and ${reached}
        and p.shipped_at >= date_trunc('day', ${now}::timestamptz, ${SHOP_ZONE})`),
      reader.maybe<{ count: number }>(sql`
      select count(*)::int as count from parcels p
      where p.merchant_id = ${reader.merchantId} and p.write_back in ('failed', 'needs_person') and ${reached}`),
      quarantinedCount(reader, scope, shopIds),
    ]),
  )
  return {
    stations: { ...Object.fromEntries(open.map((row) => [row.station, row.count])), shipped: shipped?.count ?? 0 },
    mine: claimed?.mine ?? 0,
    late: open.reduce((sum, row) => sum + row.late, 0),
    writeBackFailed: failed?.count ?? 0,
    quarantined,
  }
}
