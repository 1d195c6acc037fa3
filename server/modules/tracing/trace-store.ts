import { recordset, sql, type Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { ShippedWaybill } from '#modules/fulfilment/public.ts'
import type { Trace } from '#server/carriers/tracker.ts'
import { askAgainAt, type Change, changeBy, type Standing, stuckAt, type TraceException } from './trace-rules.ts'

/** Begins following; a number that is followed already stays as it is, unless its parcel had gone on without it. Answers how many are new. */
export function insertTraces(tx: Tx, waybills: readonly ShippedWaybill[], now: Date): Promise<number> {
  const rows = waybills.map((waybill) => ({
    ...{ trace_id: newId(), parcel_id: waybill.parcelId, parcel_number: waybill.parcelNumber, shop_id: waybill.shopId },
    ...{ carrier: waybill.carrier, waybill_number: waybill.waybillNumber, shipped_at: waybill.shippedAt },
    ...{ phone_tail: waybill.senderPhone.replace(/\D/g, '').slice(-4), stuck_at: stuckAt('created', waybill.shippedAt) },
  }))
  return tx.write(sql`
    insert into traces (merchant_id, trace_id, parcel_id, parcel_number, shop_id, carrier, waybill_number, phone_tail, shipped_at, stuck_at, next_query_at)
    select ${tx.merchantId}, r.trace_id, r.parcel_id, r.parcel_number, r.shop_id, r.carrier, r.waybill_number, r.phone_tail, r.shipped_at, r.stuck_at, ${now}
    from jsonb_to_recordset(${recordset(rows)}::jsonb)
      as r(trace_id uuid, parcel_id uuid, parcel_number text, shop_id uuid, carrier text, waybill_number text, phone_tail text, shipped_at timestamptz, stuck_at timestamptz)
    on conflict (merchant_id, carrier, waybill_number) do update set parcel_id = excluded.parcel_id, parcel_number = excluded.parcel_number,
      shop_id = excluded.shop_id, shipped_at = excluded.shipped_at, stuck_at = excluded.stuck_at, next_query_at = excluded.next_query_at, replaced_at = null
      where traces.merchant_id = ${tx.merchantId} and traces.replaced_at is not null`)
}

/** These parcels go on under one number each: what was followed under another is left alone, and nobody has to look after it. */
export async function leaveOthers(tx: Tx, waybills: readonly ShippedWaybill[], now: Date): Promise<void> {
  const rows = waybills.map((waybill) => ({
    ...{ parcel_id: waybill.parcelId, carrier: waybill.carrier, waybill_number: waybill.waybillNumber },
  }))
  const left = await tx.rows<{ traceId: string }>(sql`
    update traces t set replaced_at = ${now}, next_query_at = null, stuck_at = null
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as r(parcel_id uuid, carrier text, waybill_number text)
    where t.merchant_id = ${tx.merchantId} and t.parcel_id = r.parcel_id and (t.carrier, t.waybill_number) <> (r.carrier, r.waybill_number)
      and t.replaced_at is null
    returning t.trace_id as "traceId"`)
  if (left.length > 0)
    await closeOpen(
      tx,
      left.map(({ traceId }) => traceId),
      now,
    )
}

type Stored = Standing & {
  traceId: string
  parcelId: string
  shopId: string
  carrier: string
  waybillNumber: string
  isPushed: boolean
}
export type Touched = { parcelId: string; shopId: string }

/** Takes in what services told, of numbers that are ours; answers the parcels with news and those that somebody has to look after. */
export async function applyTraces(
  tx: Tx,
  traces: readonly Trace[],
  now: Date,
): Promise<{ changed: Touched[]; raised: Touched[] }> {
  const wanted = traces.map(({ carrier, waybillNumber }) => ({ carrier, waybill_number: waybillNumber }))
  const stored = await tx.rows<Stored>(sql`
    select t.trace_id as "traceId", t.parcel_id as "parcelId", t.shop_id as "shopId", t.carrier, t.waybill_number as "waybillNumber", t.state,
      t.service_state as "serviceState", t.events, t.shipped_at as "shippedAt", t.raised, t.stuck_at as "stuckAt", t.subscribed_with <> '' as "isPushed"
    from traces t
    where t.merchant_id = ${tx.merchantId} and t.replaced_at is null and (t.carrier, t.waybill_number) in (
      select r.carrier, r.waybill_number from jsonb_to_recordset(${recordset(wanted)}::jsonb) as r(carrier text, waybill_number text))
    order by t.trace_id for update`)
  const changes = stored.map((row) => {
    const told = traces.filter((trace) => trace.carrier === row.carrier && trace.waybillNumber === row.waybillNumber)
    const change = told.reduce<Change | undefined>((before, trace) => {
      const next = changeBy(before ?? row, trace)
      return before ? { ...next, raise: next.raise ?? before.raise, isClosing: next.isClosing || before.isClosing } : next
    }, undefined)
    return { row, change: change ?? changeBy(row, row) }
  })
  if (changes.length === 0) return { changed: [], raised: [] }
  await saveChanges(tx, changes, now)
  const closing = changes.filter(({ change }) => change.isClosing).map(({ row }) => row.traceId)
  if (closing.length > 0) await closeOpen(tx, closing, now)
  const raised = changes.flatMap(({ row, change }) => (change.raise ? [{ ...row, kind: change.raise }] : []))
  await openExceptions(tx, raised, now)
  return { changed: changes.filter(({ change }) => change.isNews).map(({ row }) => row), raised }
}

async function saveChanges(tx: Tx, changes: readonly { row: Stored; change: Change }[], now: Date): Promise<void> {
  const rows = changes.map(({ row, change }) => ({
    ...{ trace_id: row.traceId, state: change.state, service_state: change.serviceState, events: change.events },
    ...{ last_event_at: change.lastEventAt, last_text: change.lastText, stuck_at: change.stuckAt, raised: change.raised },
    next_query_at: askAgainAt(change, row.isPushed, now),
  }))
  await tx.write(sql`
    update traces t set state = r.state, service_state = r.service_state, events = r.events, last_event_at = r.last_event_at,
      last_text = r.last_text, stuck_at = r.stuck_at, raised = r.raised, next_query_at = r.next_query_at, problem = ''
    from jsonb_to_recordset(${recordset(rows)}::jsonb)
      as r(trace_id uuid, state text, service_state text, events jsonb, last_event_at timestamptz, last_text text, stuck_at timestamptz,
        raised text, next_query_at timestamptz)
    where t.merchant_id = ${tx.merchantId} and t.trace_id = r.trace_id`)
}

const closeOpen = (tx: Tx, traceIds: readonly string[], now: Date): Promise<number> =>
  tx.write(sql`
    update trace_exceptions set closed_at = ${now}
    where merchant_id = ${tx.merchantId} and trace_id = any(${[...traceIds]}::uuid[]) and closed_at is null`)

type Opening = { traceId: string; parcelId: string; shopId: string; kind: TraceException }
async function openExceptions(tx: Tx, openings: readonly Opening[], now: Date): Promise<void> {
  if (openings.length === 0) return
  const rows = openings.map(({ traceId, parcelId, shopId, kind }) => ({
    ...{ exception_id: newId(), trace_id: traceId, parcel_id: parcelId, shop_id: shopId, kind },
  }))
  await tx.write(sql`
    insert into trace_exceptions (merchant_id, exception_id, trace_id, parcel_id, shop_id, kind, raised_at)
    select ${tx.merchantId}, r.exception_id, r.trace_id, r.parcel_id, r.shop_id, r.kind, ${now}
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as r(exception_id uuid, trace_id uuid, parcel_id uuid, shop_id uuid, kind text)
    on conflict (merchant_id, trace_id) where closed_at is null do nothing`)
}

/** Calls those stuck of which nothing was heard for too long, once for each silence. */
export async function raiseStuck(tx: Tx, now: Date, limit: number): Promise<Touched[]> {
  const silent = await tx.rows<Omit<Opening, 'kind'>>(sql`
    select trace_id as "traceId", parcel_id as "parcelId", shop_id as "shopId" from traces
    where merchant_id = ${tx.merchantId} and stuck_at <= ${now} order by trace_id limit ${limit} for update`)
  if (silent.length === 0) return []
  await tx.write(sql`
    update traces set stuck_at = null
    where merchant_id = ${tx.merchantId} and trace_id = any(${silent.map(({ traceId }) => traceId)}::uuid[])`)
  await openExceptions(
    tx,
    silent.map((each) => ({ ...each, kind: 'stuck' })),
    now,
  )
  return silent
}

export type Asked = { traceId: string; subscribedWith: string | null; problem: string; nextAt: string | null }
/** What asking brought besides news. */
export async function noteAsked(tx: Tx, asked: readonly Asked[]): Promise<void> {
  if (asked.length === 0) return
  const rows = asked.map(({ traceId, subscribedWith, problem, nextAt }) => ({
    ...{ trace_id: traceId, subscribed_with: subscribedWith, problem: problem.slice(0, 300), next_query_at: nextAt },
  }))
  await tx.write(sql`
    update traces t set subscribed_with = coalesce(r.subscribed_with, t.subscribed_with), problem = r.problem, next_query_at = r.next_query_at
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as r(trace_id uuid, subscribed_with text, problem text, next_query_at timestamptz)
    where t.merchant_id = ${tx.merchantId} and t.trace_id = r.trace_id and t.replaced_at is null`)
}

export async function closeByPerson(
  tx: Tx,
  exceptionIds: readonly string[],
  by: { name: string; note: string; now: Date },
): Promise<void> {
  await tx.write(sql`
    update trace_exceptions set closed_at = ${by.now}, closed_by = ${by.name}, note = ${by.note}
    where merchant_id = ${tx.merchantId} and exception_id = any(${[...exceptionIds]}::uuid[]) and closed_at is null`)
}
