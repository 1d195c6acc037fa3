/**
 * The ways to walk the parcels, each a query of ids in the order of the list. A lane fixes shop, station and write-back (and warehouse,
 * where not all are wanted, and province or flags); its rows lie side by side in an index, so a page costs its own length whatever the
 * table's.
 */
import type { z } from 'zod'
import { type parcelFilters, STATIONS, type Station, WRITE_BACK_STATES } from '#contract/orders.ts'
import type { Scope } from '#kernel/access.ts'
import { joinSql, type Reader, type Sql, sql } from '#kernel/db.ts'
import { endOf, inRange, momentAt, type Position } from './list-positions.ts'
import type { WriteBackState } from './order.ts'
import type { Places } from './parcel-places.ts'
import { inManyParcels, inParcels, notInOtherHands } from './parcel-scope.ts'
import { type Found, parcelsMatching } from './search-terms.ts'

export type ParcelOrder = 'newest' | 'oldest' | 'deadline'
export type Wanted = Pick<Places, 'shopIds' | 'lanes' | 'isEverywhere'> & {
  scope: Scope
  filters: z.output<typeof parcelFilters>
  stations: readonly Station[]
  order: ParcelOrder
  start: Position
  limit: number
  found: Found | undefined
  accountId: string
  now: Date
}

const DEADLINE = sql`coalesce(p.ship_by, 'infinity'::timestamptz)`
const keyOf = (order: ParcelOrder): Sql => (order === 'deadline' ? DEADLINE : sql`p.created_at`)
const direction = (order: ParcelOrder): Sql => (order === 'newest' ? sql`desc` : sql`asc`)

function beyondStart({ order, start }: Wanted): Sql {
  const place = sql`(${momentAt(start)}, ${start.id}::uuid)`
  return order === 'newest' ? sql`(${keyOf(order)}, p.parcel_id) < ${place}` : sql`(${keyOf(order)}, p.parcel_id) > ${place}`
}
const withinRange = ({ filters, order }: Wanted): Sql =>
  order === 'deadline' ? inRange(filters, sql`p.created_at`) : endOf(filters, order, sql`p.created_at`)

function claimed({ filters, accountId, now }: Wanted): Sql {
  if (filters.claimed === undefined) return sql`true`
  if (filters.claimed === 'nobody') return sql`(p.claimed_by is null or p.claimed_until <= ${now})`
  const whose = filters.claimed === 'mine' ? sql`p.claimed_by = ${accountId}` : sql`p.claimed_by <> ${accountId}`
  return sql`(p.claimed_by is not null and ${whose} and p.claimed_until > ${now})`
}
const isFlagged = ({ filters }: Wanted): Sql => (filters.flag ? sql`position(${filters.flag} in p.flags) > 0` : sql`true`)
const isInWarehouses = ({ filters }: Wanted): Sql =>
  filters.warehouseIds === undefined ? sql`true` : sql`p.warehouse_id = any(${filters.warehouseIds}::uuid[])`
const isInProvince = ({ filters }: Wanted): Sql =>
  filters.province === undefined ? sql`true` : sql`p.province = ${filters.province}`

/** Only what was shipped has a write-back (constraint parcels_report_only_shipped). */
function lanesOf({ shopIds, lanes: places, stations, filters }: Wanted): Sql {
  const writeBacks = (station: Station): readonly WriteBackState[] => (station === 'shipped' ? WRITE_BACK_STATES : ['none'])
  const pairs = stations.flatMap((station) =>
    writeBacks(station)
      .filter((state) => filters.writeBack === undefined || filters.writeBack === state)
      .map((state) => ({ station, state })),
  )
  const all = (places ?? shopIds.map((shopId) => ({ shopId, warehouseId: null }))).flatMap((place) =>
    pairs.map((pair) => ({ ...place, ...pair })),
  )
  return sql`unnest(${all.map((lane) => lane.shopId)}::uuid[], ${all.map((lane) => lane.station)}::text[], ${all.map((lane) => lane.state)}::text[],
    ${all.map((lane) => lane.warehouseId)}::uuid[]) as lane(shop_id, station, write_back, warehouse_id)`
}
const inShopLane = sql`p.shop_id = lane.shop_id and p.station = lane.station and p.write_back = lane.write_back`
const inLane = ({ lanes }: Wanted): Sql =>
  lanes === null ? inShopLane : sql`${inShopLane} and p.warehouse_id = lane.warehouse_id`

/** The ids of one page. */
export function pageIds(reader: Reader, wanted: Wanted): Sql {
  const { filters, found } = wanted
  if (found?.kind === 'few') return amongFound(reader, wanted, foundParcels(reader, found))
  if (filters.claimed === 'mine' || filters.claimed === 'others')
    return amongFound(reader, { ...wanted, filters: { ...filters, claimed: undefined } }, claimedParcels(reader, wanted))
  const reached = notInOtherHands(reader, wanted.scope, wanted.now)
  const conditions = [beyondStart(wanted), withinRange(wanted), claimed(wanted), isInProvince(wanted), reached]
  if (found) conditions.push(parcelsMatching(reader, found))
  if (filters.flag)
    return merged(reader, wanted, flaggedLanes(reader, wanted), [
      ...conditions,
      inLane(wanted),
      sql`p.flags = lane.flags and p.flags <> ''`,
    ])
  const isWhole =
    wanted.isEverywhere && wanted.stations.length === STATIONS.length && !filters.writeBack && filters.province === undefined
  if (isWhole && wanted.order !== 'deadline') return merged(reader, wanted, sql`(select) as lane`, conditions)
  return merged(reader, wanted, lanesOf(wanted), [...conditions, inLane(wanted)])
}

/** The widest list a person who does not see everything asks for: what lies on top is mostly his too. */
export const isWorthAGlance = ({ filters, found, order, stations, isEverywhere, limit }: Wanted): boolean =>
  !isEverywhere &&
  order !== 'deadline' &&
  limit <= GLANCE_LIMIT &&
  stations.length === STATIONS.length &&
  found === undefined &&
  [filters.claimed, filters.writeBack, filters.province, filters.flag].every((filter) => filter === undefined)
const GLANCE_LIMIT = 201
/** How many rows are looked at for one of the page: who reaches less than every eighth is served by lanes alone. */
const GLANCE_DEPTH = 8

/** The next rows of all, and of them those within reach; a whole page of them is the page, fewer say nothing. */
export function glance(reader: Reader, wanted: Wanted): Sql {
  const { order, limit, scope, now } = wanted
  const inOrder = sql`order by ${keyOf(order)} ${direction(order)}, p.parcel_id ${direction(order)}`
  return sql`
    select p.parcel_id from (
      select p.* from parcels p
      where p.merchant_id = ${reader.merchantId} and ${beyondStart(wanted)} and ${withinRange(wanted)} ${inOrder} limit ${limit * GLANCE_DEPTH}) p
    where p.shop_id = any(${wanted.shopIds}::uuid[]) and ${isInWarehouses(wanted)} and ${inParcels(scope, now)} ${inOrder} limit ${limit}`
}

/** Each lane in the order of the list, at most a page of it, then all together. */
function merged(reader: Reader, wanted: Wanted, lanes: Sql, conditions: readonly Sql[]): Sql {
  const { order, limit, filters } = wanted
  // By deadline, a rare province or flag is gathered whole: walking the deadlines until enough of it came by could take all of them.
  const isGathered = order === 'deadline' && (filters.province !== undefined || filters.flag !== undefined)
  const aPage = isGathered
    ? sql``
    : sql`order by ${keyOf(order)} ${direction(order)}, p.parcel_id ${direction(order)} limit ${limit}`
  return sql`
    select k.parcel_id from ${lanes}
    cross join lateral (
      select p.parcel_id, ${keyOf(order)} as at from parcels p
      where p.merchant_id = ${reader.merchantId} and ${stillToLeave(order)} and ${joinSql(conditions, ' and ')} ${aPage}) k
    order by k.at ${direction(order)}, k.parcel_id ${direction(order)} limit ${limit}`
}
/** Says what the index of deadlines says of its rows. */
const stillToLeave = (order: ParcelOrder): Sql =>
  order === 'deadline' ? sql`p.station not in ('shipped', 'stopped')` : sql`true`

/** Which texts of flags there are in each lane, skipping from one to the next in the index, and of them those with the wanted flag. */
const flaggedLanes = (reader: Reader, wanted: Wanted): Sql => sql`(
  with recursive kind as (
    select lane.shop_id, lane.station, lane.write_back, lane.warehouse_id, (select min(p.flags) from parcels p where p.merchant_id = ${reader.merchantId}
      and ${inShopLane} and p.flags <> '') as flags
    from ${lanesOf(wanted)}
    union all
    select lane.shop_id, lane.station, lane.write_back, lane.warehouse_id, (select min(p.flags) from parcels p where p.merchant_id = ${reader.merchantId}
      and ${inShopLane} and p.flags <> '' and p.flags > lane.flags)
    from kind lane where lane.flags is not null)
  select kind.* from kind where position(${wanted.filters.flag} in kind.flags) > 0) as lane`

const foundParcels = (reader: Reader, found: Extract<Found, { kind: 'few' }>): Sql => sql`
  select unnest(${found.parcelIds}::uuid[]) as parcel_id
  union select pl.parcel_id from parcel_lines pl where pl.merchant_id = ${reader.merchantId} and pl.order_id = any(${found.orderIds}::uuid[])`

/** Claims are few and short-lived. */
const claimedParcels = (reader: Reader, wanted: Wanted): Sql =>
  sql`select p.parcel_id from parcels p where p.merchant_id = ${reader.merchantId} and ${claimed(wanted)}`

/** The ids are known, only to be filtered and sorted. */
function amongFound(reader: Reader, wanted: Wanted, candidates: Sql): Sql {
  const { filters, order, limit } = wanted
  const writeBack = filters.writeBack === undefined ? sql`true` : sql`p.write_back = ${filters.writeBack}`
  return sql`
    with candidates as materialized (${candidates})
    select p.parcel_id from candidates c join parcels p on p.merchant_id = ${reader.merchantId} and p.parcel_id = c.parcel_id
    where p.shop_id = any(${wanted.shopIds}::uuid[]) and ${isInWarehouses(wanted)} and ${inManyParcels(reader, wanted.scope, wanted.now)}
      and p.station = any(${wanted.stations}::text[]) and ${beyondStart(wanted)}
      and ${inRange(filters, sql`p.created_at`)} and ${claimed(wanted)} and ${isFlagged(wanted)} and ${isInProvince(wanted)} and ${writeBack}
    order by ${keyOf(order)} ${direction(order)}, p.parcel_id ${direction(order)} limit ${limit}`
}
