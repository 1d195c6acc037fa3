/** Reads of batches. Counts and items are those of parcels the reader reaches; a batch without any such item does not exist for him. */
import type { BatchView } from '#contract/fulfilment.ts'
import type { Refusal } from '#contract/operation.ts'
import type { Scope } from '#kernel/access.ts'
import { nothingSql, type Reader, type Sql, sql } from '#kernel/db.ts'
import { inParcelsOf } from '#modules/orders/public.ts'

type BatchRow = {
  batch_id: string
  kind: BatchView['kind']
  started_by: string
  created_at: string
  cancelled_at: string | null
  total: number
  done: number
  refused_count: number
}
export type BatchSummary = Omit<BatchView, 'refused'>
/** What of the batches somebody reaches at this moment. */
export type Reaching = { scope: Scope; now: Date }

const inItems = (reader: Reader, { scope, now }: Reaching): Sql =>
  inParcelsOf(reader, scope, now, { shop: sql`i.shop_id`, parcelId: sql`i.parcel_id` })

function select(reader: Reader, reaching: Reaching, which: Sql, rest: Sql): Promise<BatchRow[]> {
  return reader.rows<BatchRow>(sql`
    select b.batch_id, b.kind, b.started_by, b.created_at, b.cancelled_at, c.total, c.done, c.refused_count
    from batches b join lateral (
      select count(*)::int as total, (count(*) filter (where i.state = 'done'))::int as done,
        (count(*) filter (where i.state = 'refused'))::int as refused_count
      from batch_items i where i.merchant_id = ${reader.merchantId} and i.batch_id = b.batch_id and ${inItems(reader, reaching)}) c on c.total > 0
    where b.merchant_id = ${reader.merchantId} ${which} order by b.created_at desc, b.batch_id desc ${rest}`)
}

function summaryOf(row: BatchRow): BatchSummary {
  const waiting = row.total - row.done - row.refused_count
  const state = row.cancelled_at !== null ? 'cancelled' : waiting === 0 ? 'finished' : 'running'
  return {
    batchId: row.batch_id,
    kind: row.kind,
    state,
    total: row.total,
    done: row.done,
    refusedCount: row.refused_count,
    waiting,
    startedBy: row.started_by,
    createdAt: row.created_at,
  }
}

export async function batchSummary(reader: Reader, reaching: Reaching, batchId: string): Promise<BatchSummary | undefined> {
  const [row] = await select(reader, reaching, sql`and b.batch_id = ${batchId}`, nothingSql)
  return row && summaryOf(row)
}

export async function batchesBefore(
  reader: Reader,
  reaching: Reaching,
  before: { createdAt: string; batchId: string } | undefined,
  limit: number,
): Promise<BatchSummary[]> {
  const which = before
    ? sql`and (b.created_at, b.batch_id) < (${before.createdAt}::timestamptz, ${before.batchId}::uuid)`
    : nothingSql
  return (await select(reader, reaching, which, sql`limit ${limit}`)).map(summaryOf)
}

/** Refused items that the reader reaches. */
export async function refusedItems(reader: Reader, reaching: Reaching, batchId: string): Promise<Refusal[]> {
  return reader.rows<Refusal>(sql`
    select i.parcel_id as id, coalesce(i.code, '') as code, coalesce(i.params, '{}'::jsonb) as params from batch_items i
    where i.merchant_id = ${reader.merchantId} and i.batch_id = ${batchId} and i.state = 'refused' and ${inItems(reader, reaching)}
    order by i.parcel_id`)
}

/** Items that have not ended well, of those the reader reaches. */
export async function undoneParcels(reader: Reader, reaching: Reaching, batchId: string): Promise<string[]> {
  const rows = await reader.rows<{ parcel_id: string }>(sql`
    select i.parcel_id from batch_items i
    where i.merchant_id = ${reader.merchantId} and i.batch_id = ${batchId} and i.state <> 'done' and ${inItems(reader, reaching)}
    order by i.parcel_id`)
  return rows.map((row) => row.parcel_id)
}

/** Whether all items of a batch are reached. */
export async function reachesWholeBatch(reader: Reader, reaching: Reaching, batchId: string): Promise<boolean> {
  const outside = await reader.maybe(sql`
    select 1 from batch_items i where i.merchant_id = ${reader.merchantId} and i.batch_id = ${batchId} and not ${inItems(reader, reaching)} limit 1`)
  return outside === undefined
}
