/**
 * What runs in the background is asked before each step whether the one who began it still may: a batch stops at once for the parcels
 * that he no longer reaches. What a carrier or a printer already has goes on to its end.
 */
import { errors } from '#contract/errors.ts'
import type { Permission } from '#contract/permissions.ts'
import { type Scope, scopeOf } from '#kernel/access.ts'
import { type Reader, type Sql, sql, type Tx } from '#kernel/db.ts'
import type { OutsideWorld } from '#kernel/outside.ts'
import type { Starter } from '#kernel/starter.ts'
import { inParcelsOf } from '#modules/orders/public.ts'
import { type BatchKind, lockBatch, setBatchCancelled, settleItems } from './batch-store.ts'
import { cancelQueued } from './sheet-store.ts'
import { dropUnsent } from './waybill-store.ts'

type Running = { batchId: string; kind: BatchKind; options: Record<string, unknown>; starter: Starter }
type Moment = { world: OutsideWorld; now: Date }

function permissionFor({ kind, options }: Pick<Running, 'kind' | 'options'>): Permission {
  if (kind === 'waybill') return 'fulfilment.waybill'
  return options.reason === undefined ? 'fulfilment.print' : 'fulfilment.reprint'
}
/** Undefined when he may not go on with any of it. */
async function scopeNow(reader: Reader, batch: Running, { world, now }: Moment): Promise<Scope | undefined> {
  const principal = await world.principalNow(reader, batch.starter, now)
  return principal && scopeOf(principal, permissionFor(batch))
}

const waitingWaybills = (reader: Reader): Sql => sql`
  select w.batch_id, w.shop_id, w.parcel_id from waybills w
  where w.merchant_id = ${reader.merchantId} and w.state = 'requested' and w.voided_at is null and w.sent_at is null`
const waitingSheets = (reader: Reader): Sql => sql`
  select j.batch_id, s.shop_id, s.parcel_id from sheets s
  join print_jobs j on j.merchant_id = ${reader.merchantId} and j.print_job_id = s.print_job_id
  where s.merchant_id = ${reader.merchantId} and s.state = 'queued'`

/** The batches that a step over the next intents of an account would go on with and that must be stopped first. */
export const lostWaybillBatches = (reader: Reader, carrierAccountId: string, limit: number, moment: Moment): Promise<string[]> =>
  lostBatches(
    reader,
    sql`${waitingWaybills(reader)} and w.carrier_account_id = ${carrierAccountId} order by w.waybill_id limit ${limit}`,
    moment,
  )
/** The same over the next sheets of a printer. */
export const lostPrintBatches = (reader: Reader, printerId: string, limit: number, moment: Moment): Promise<string[]> =>
  lostBatches(
    reader,
    sql`${waitingSheets(reader)} and s.printer_id = ${printerId} order by s.print_job_id, s.place limit ${limit}`,
    moment,
  )

async function lostBatches(reader: Reader, next: Sql, moment: Moment): Promise<string[]> {
  const running = await reader.rows<Running>(sql`
    select b.batch_id as "batchId", b.kind, b.options, b.starter from batches b
    where b.merchant_id = ${reader.merchantId} and b.starter is not null and b.batch_id in (select n.batch_id from (${next}) n)`)
  const lost: string[] = []
  for (const batch of running) {
    const scope = await scopeNow(reader, batch, moment)
    if (!scope || (await hasWorkOutside(reader, next, batch.batchId, scope, moment.now))) lost.push(batch.batchId)
  }
  return lost
}

async function hasWorkOutside(reader: Reader, next: Sql, batchId: string, scope: Scope, now: Date): Promise<boolean> {
  const isInside = inParcelsOf(reader, scope, now, { shop: sql`n.shop_id`, parcelId: sql`n.parcel_id` })
  if (isInside.text === 'true') return false
  const found = await reader.maybe(sql`select 1 from (${next}) n where n.batch_id = ${batchId} and not ${isInside} limit 1`)
  return found !== undefined
}

/** Stops what of a batch its starter may no longer go on with, each item with the reason; answers how many. */
export async function stopLost(tx: Tx, batchId: string, moment: Moment): Promise<number> {
  const batch = await lockBatch(tx, batchId)
  if (!batch?.starter) return 0
  const { starter } = batch
  const scope = await scopeNow(tx, { ...batch, starter }, moment)
  const isPrint = batch.kind === 'print'
  const row = isPrint
    ? { shop: sql`s.shop_id`, parcelId: sql`s.parcel_id` }
    : { shop: sql`w.shop_id`, parcelId: sql`w.parcel_id` }
  const outside = scope ? sql`not ${inParcelsOf(tx, scope, moment.now, row)}` : sql`true`
  const stopped = isPrint
    ? await cancelQueued(tx, batchId, outside)
    : await dropUnsent(tx, batchId, errors.starterLostRights.code, moment.now, outside)
  const refusal = { code: errors.starterLostRights.code, params: { name: starter.name } }
  await settleItems(
    tx,
    stopped.map((parcelId) => ({ batchId, parcelId, refusal })),
  )
  if (!scope && stopped.length > 0) await setBatchCancelled(tx, batchId, moment.now)
  return stopped.length
}
