/** How much work waits where: read from the indexes of what is open, never from the shipped millions. */
import { type Scope, shopsOf } from '#kernel/access.ts'
import { SHOP_ZONE } from '#kernel/clock.ts'
import { byOnePlan, type Reader, type Sql, sql } from '#kernel/db.ts'
import { quarantinedCount } from '#modules/intake/public.ts'
import { inFreeParcels, inManyParcels, inParcels, notInOtherHands } from './parcel-scope.ts'

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

/**
 * Counted place by place first, so that the scope is asked of a few places and not of every parcel; only what lies in other hands is left
 * out one by one.
 */
function openParcels(reader: Reader, { scope, shopIds, warehouseIds, now }: Asking) {
  const shops = shopsOf(scope)
  return reader.rows<{ station: string; count: number; late: number }>(sql`
    select p.station, sum(p.count)::int as count, sum(p.late)::int as late from (
      select p.station, p.shop_id, p.warehouse_id, count(*) as count, count(*) filter (where p.ship_by < ${now} and p.station <> 'unpaid') as late
      from parcels p
      where p.merchant_id = ${reader.merchantId} and p.station not in ('shipped', 'stopped') and ${notInOtherHands(reader, scope, now)}
        and ${shops === 'all' ? sql`true` : sql`p.shop_id = any(${[...shops]}::uuid[])`} and ${inAsked({ shopIds, warehouseIds })}
      group by p.station, p.shop_id, p.warehouse_id) p
    where ${inFreeParcels(scope)} group by p.station`)
}

const inAsked = ({ shopIds, warehouseIds }: Pick<Asking, 'shopIds' | 'warehouseIds'>): Sql => {
  const inShops = shopIds === undefined ? sql`true` : sql`p.shop_id = any(${[...shopIds]}::uuid[])`
  return warehouseIds === undefined ? inShops : sql`${inShops} and p.warehouse_id = any(${[...warehouseIds]}::uuid[])`
}

export async function countStations(reader: Reader, asking: Asking): Promise<StationCounts> {
  const { scope, shopIds, accountId, now } = asking
  const reached = sql`${inManyParcels(reader, scope, now)} and ${inAsked(asking)}`
  // Few rows: who holds each is asked of the row itself.
  const reachedRow = sql`${inParcels(scope, now)} and ${inAsked(asking)}`
  const [open, claimed, shipped, failed, quarantined] = await byOnePlan(reader, () =>
    Promise.all([
      openParcels(reader, asking),
      reader.maybe<{ mine: number }>(sql`
      select count(*)::int as mine from parcels p
      where p.merchant_id = ${reader.merchantId} and p.claimed_by = ${accountId} and p.claimed_until > ${now} and ${reachedRow}`),
      reader.maybe<{ count: number }>(sql`
      select count(*)::int as count from parcels p
      where p.merchant_id = ${reader.merchantId} and p.shipped_at is not null and ${reached}
        and p.shipped_at >= date_trunc('day', ${now}::timestamptz, ${SHOP_ZONE})`),
      reader.maybe<{ count: number }>(sql`
      select count(*)::int as count from parcels p
      where p.merchant_id = ${reader.merchantId} and p.write_back in ('failed', 'needs_person') and ${reachedRow}`),
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
