import type { TracePage, TraceRow } from '#contract/tracing.ts'
import type { Scope } from '#kernel/access.ts'
import { nothingSql, type Reader, type Sql, sql, type Tx } from '#kernel/db.ts'
import { inParcelsOf } from '#modules/orders/public.ts'
import type { TraceException } from './trace-rules.ts'

export type ListedTrace = Omit<TraceRow, 'shopName' | 'carrierName' | 'exception'> & {
  shopId: string
  exceptionId: string | null
  kind: TraceException | null
  raisedAt: string | null
}
export type TraceFilter = {
  exceptions: boolean
  kind: TraceException | undefined
  state: string | undefined
  shopId: string | undefined
  carrier: string | undefined
  waybillNumber: string | undefined
  /** The last row that was shown: its moment and id. */
  before: { at: string; id: string } | undefined
}

const inScopeOf = (reader: Reader, scope: Scope, now: Date): Sql =>
  inParcelsOf(reader, scope, now, { shop: sql`t.shop_id`, parcelId: sql`t.parcel_id` })
const columns = sql`t.trace_id as "traceId", t.parcel_id as "parcelId", t.parcel_number as "parcelNumber", t.shop_id as "shopId", t.carrier,
  t.waybill_number as "waybillNumber", t.shipped_at as "shippedAt", t.state, t.last_event_at as "lastEventAt", t.last_text as "lastText",
  t.problem, t.replaced_at is not null as "isReplaced", e.exception_id as "exceptionId", e.kind, e.raised_at as "raisedAt"`
const openOf = (reader: Reader): Sql =>
  sql`trace_exceptions e on e.merchant_id = ${reader.merchantId} and e.trace_id = t.trace_id and e.closed_at is null`

export function tracesBefore(
  reader: Reader,
  scope: Scope,
  filter: TraceFilter,
  limit: number,
  now: Date,
): Promise<ListedTrace[]> {
  const { exceptions, kind, state, shopId, carrier, waybillNumber, before } = filter
  const order = exceptions ? sql`e.raised_at, e.exception_id` : sql`t.shipped_at, t.trace_id`
  const latestFirst = exceptions ? sql`e.raised_at desc, e.exception_id desc` : sql`t.shipped_at desc, t.trace_id desc`
  return reader.rows<ListedTrace>(sql`
    select ${columns}
    from traces t ${exceptions ? sql`join` : sql`left join`} ${openOf(reader)}
    where t.merchant_id = ${reader.merchantId} and ${inScopeOf(reader, scope, now)}
      ${kind === undefined ? nothingSql : sql`and e.kind = ${kind}`}
      ${state === undefined ? nothingSql : sql`and t.state = ${state}`}
      ${shopId === undefined ? nothingSql : sql`and t.shop_id = ${shopId}`}
      ${carrier === undefined ? nothingSql : sql`and t.carrier = ${carrier}`}
      ${waybillNumber === undefined ? nothingSql : sql`and t.waybill_number = ${waybillNumber}`}
      ${before ? sql`and (${order}) < (${before.at}::timestamptz, ${before.id}::uuid)` : nothingSql}
    order by ${latestFirst} limit ${limit}`)
}

export async function openKinds(reader: Reader, scope: Scope, now: Date): Promise<{ kind: TraceException; count: number }[]> {
  return reader.rows<{ kind: TraceException; count: number }>(sql`
    select t.kind, count(*)::int as count from trace_exceptions t
    where t.merchant_id = ${reader.merchantId} and t.closed_at is null and ${inScopeOf(reader, scope, now)}
    group by t.kind order by t.kind`)
}

export type ParcelTrace = ListedTrace & Pick<TracePage, 'events' | 'exceptions'>
/** A parcel that was sent out a second time has two. The caller has made sure that the parcel is reached. */
export function tracesOfParcel(reader: Reader, parcelId: string): Promise<ParcelTrace[]> {
  return reader.rows<ParcelTrace>(sql`
    select ${columns},
      coalesce((select jsonb_agg(one order by one ->> 'at' desc) from jsonb_array_elements(t.events) as one), '[]'::jsonb) as events,
      coalesce((select jsonb_agg(jsonb_build_object('kind', x.kind, 'raisedAt', to_char(x.raised_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'closedAt', to_char(x.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'closedBy', x.closed_by, 'note', x.note) order by x.raised_at desc)
        from trace_exceptions x where x.merchant_id = ${reader.merchantId} and x.trace_id = t.trace_id), '[]'::jsonb) as exceptions
    from traces t left join ${openOf(reader)}
    where t.merchant_id = ${reader.merchantId} and t.parcel_id = ${parcelId} order by t.replaced_at is not null, t.shipped_at desc, t.trace_id desc`)
}

export type ReachedException = { exceptionId: string; parcelId: string; shopId: string; isOpen: boolean }
/** Locked in the order of their ids. */
export function lockExceptions(tx: Tx, scope: Scope, exceptionIds: readonly string[], now: Date): Promise<ReachedException[]> {
  return tx.rows<ReachedException>(sql`
    select t.exception_id as "exceptionId", t.parcel_id as "parcelId", t.shop_id as "shopId", t.closed_at is null as "isOpen"
    from trace_exceptions t
    where t.merchant_id = ${tx.merchantId} and t.exception_id = any(${[...exceptionIds]}::uuid[]) and ${inScopeOf(tx, scope, now)}
    order by t.exception_id for update`)
}

export type DueTrace = {
  traceId: string
  carrier: string
  waybillNumber: string
  phoneTail: string
  subscribedWith: string
  state: TraceRow['state']
  shippedAt: string
}
export function dueTraces(reader: Reader, now: Date, limit: number): Promise<DueTrace[]> {
  return reader.rows<DueTrace>(sql`
    select trace_id as "traceId", carrier, waybill_number as "waybillNumber", phone_tail as "phoneTail", subscribed_with as "subscribedWith",
      state, shipped_at as "shippedAt"
    from traces where merchant_id = ${reader.merchantId} and next_query_at <= ${now} order by next_query_at, trace_id limit ${limit}`)
}
