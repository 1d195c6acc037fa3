/** The list of parcels. */
import type { z } from 'zod'
import { type orders, type ParcelRow, STATIONS, type Station } from '#contract/orders.ts'
import { byOnePlan, type Reader, type Sql, sql } from '#kernel/db.ts'
import { writeCursor } from '#kernel/keyset.ts'
import type { Actor } from '#kernel/operation.ts'
import { type Position, positionIn, startOf, startOfDeadlines } from './list-positions.ts'
import type { Page } from './order-views.ts'
import { glance, isWorthAGlance, type ParcelOrder, pageIds, type Wanted } from './parcel-lanes.ts'
import { parcelPlaces } from './parcel-places.ts'
import { type ParcelListRow, parcelView, selectParcelRows } from './parcel-rows.ts'
import { inParcels } from './parcel-scope.ts'
import { findBySearch } from './search-terms.ts'

type Input = z.output<typeof orders.listParcels.input>
const PAGE = 50
/** They have no deadline any more. */
const AT_REST: readonly Station[] = ['shipped', 'stopped']
const LISTS = ['newest', 'oldest', 'deadline', 'atRest'] as const
type List = (typeof LISTS)[number]

/**
 * `newest` and `oldest` by the moment of the order. `deadline`: those that must still leave, nearest deadline first, undated ones last;
 * behind them what has left or will not, newest first.
 */
export async function parcelPage(reader: Reader, actor: Actor, input: Input, now: Date): Promise<Page<ParcelRow>> {
  const filters = input.filters ?? {}
  const sort = input.sort ?? 'newest'
  const limit = input.limit ?? PAGE
  const position = positionIn(input.cursor, sort === 'deadline' ? ['deadline', 'atRest'] : [sort])
  const { shops, warehouses, ...places } = await parcelPlaces(reader, actor.scope, filters)
  if (places.shopIds.length === 0) return { rows: [], next: null }
  const inside = inParcels(actor.scope, now)
  const found = filters.search ? await findBySearch(reader, places.shopIds, filters.search, inside) : undefined
  const stations = STATIONS.filter((station) => filters.stations?.includes(station) ?? true)
  const wanted = {
    ...places,
    filters,
    found,
    scope: actor.scope,
    accountId: actor.accountId,
    now,
  }
  const read = (list: List, among: readonly Station[], count: number) =>
    readRows(reader, { ...wanted, ...walkOf(list, filters, position), stations: among, limit: count })

  const listed: { list: List; row: ParcelListRow }[] = []
  for (const list of sort === 'deadline' ? (['deadline', 'atRest'] as const) : [sort]) {
    const isPassed = position?.list === 'atRest' && list === 'deadline'
    const among = sort === 'deadline' ? stations.filter((one) => AT_REST.includes(one) === (list === 'atRest')) : stations
    if (isPassed || among.length === 0 || listed.length > limit) continue
    for (const row of await read(list, among, limit + 1 - listed.length)) listed.push({ list, row })
  }
  const shown = listed.slice(0, limit)
  const last = listed.length > limit ? shown.at(-1) : undefined
  return {
    rows: shown.map(({ row }) => parcelView(row, { shops, warehouses }, now)),
    next: last
      ? writeCursor([last.list, last.list === 'deadline' ? last.row.deadline_micros : last.row.micros, last.row.parcel_id])
      : null,
  }
}

function walkOf(list: List, filters: NonNullable<Input['filters']>, position: (Position & { list: List }) | undefined) {
  const cursor = position?.list === list ? position : undefined
  if (list === 'deadline') return { order: list, start: cursor ?? startOfDeadlines }
  const order: ParcelOrder = list === 'oldest' ? 'oldest' : 'newest'
  return { order, start: startOf(cursor, filters, order) }
}

async function readRows(reader: Reader, wanted: Wanted): Promise<ParcelListRow[]> {
  const rows = isWorthAGlance(wanted) ? await rowsOf(reader, wanted, glance(reader, wanted)) : []
  return rows.length === wanted.limit ? rows : rowsOf(reader, wanted, pageIds(reader, wanted))
}

function rowsOf(reader: Reader, wanted: Wanted, ids: Sql): Promise<ParcelListRow[]> {
  const chosen = selectParcelRows(reader, wanted.scope, wanted.now, ids)
  const byOrder = {
    newest: sql`order by p.created_at desc, p.parcel_id desc`,
    oldest: sql`order by p.created_at, p.parcel_id`,
    deadline: sql`order by coalesce(p.ship_by, 'infinity'), p.parcel_id`,
  }
  return byOnePlan(reader, () => reader.rows<ParcelListRow>(sql`${chosen} ${byOrder[wanted.order]}`))
}
