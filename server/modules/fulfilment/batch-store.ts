/** Batches: one bulk act over many parcels, whose items end done or refused one by one. */
import type { BATCH_KINDS } from '#contract/fulfilment.ts'
import type { Refusal } from '#contract/operation.ts'
import { recordset, sql, type Tx } from '#kernel/db.ts'
import type { Starter } from '#kernel/starter.ts'

export type BatchKind = (typeof BATCH_KINDS)[number]
export type NewBatch = {
  batchId: string
  kind: BatchKind
  options: Record<string, unknown>
  starter: Starter
  now: Date
}
export type WorkingParcel = { parcelId: string; shopId: string }

/** Refused items without a shop (rows nobody of this scope may see) are counted by the caller, not stored. */
export async function insertBatch(
  tx: Tx,
  batch: NewBatch,
  waiting: readonly WorkingParcel[],
  refused: readonly (Refusal & { shopId: string })[],
): Promise<void> {
  const items = [
    ...waiting.map(({ parcelId, shopId }) => ({
      parcel_id: parcelId,
      shop_id: shopId,
      state: 'waiting',
      code: null,
      params: null,
    })),
    ...refused.map(({ id, shopId, code, params }) => ({ parcel_id: id, shop_id: shopId, state: 'refused', code, params })),
  ]
  await Promise.all([
    tx.write(sql`
      insert into batches (merchant_id, batch_id, kind, total, options, started_by, starter, created_at)
      values (${tx.merchantId}, ${batch.batchId}, ${batch.kind}, ${items.length}, ${JSON.stringify(batch.options)}::jsonb, ${batch.starter.name},
        ${JSON.stringify(batch.starter)}::jsonb, ${batch.now})`),
    tx.write(sql`
      insert into batch_items (merchant_id, batch_id, parcel_id, shop_id, state, code, params)
      select ${tx.merchantId}, ${batch.batchId}, i.parcel_id, i.shop_id, i.state, i.code, i.params
      from jsonb_to_recordset(${recordset(items)}::jsonb) as i(parcel_id uuid, shop_id uuid, state text, code text, params jsonb)`),
  ])
}

/** How one item ended; without a code it is done. An item that has ended already, or belongs to no batch, changes nothing. */
export type ItemEnd = {
  batchId: string | null
  parcelId: string
  refusal: { code: string; params: Record<string, string | number> } | null
}

export async function settleItems(tx: Tx, ends: readonly ItemEnd[]): Promise<void> {
  const rows = ends.flatMap(({ batchId, parcelId, refusal }) =>
    batchId === null
      ? []
      : { batch_id: batchId, parcel_id: parcelId, code: refusal?.code ?? null, params: refusal?.params ?? null },
  )
  if (rows.length === 0) return
  await tx.write(sql`
    update batch_items i set state = case when e.code is null then 'done' else 'refused' end, code = e.code, params = e.params
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as e(batch_id uuid, parcel_id uuid, code text, params jsonb)
    where i.merchant_id = ${tx.merchantId} and i.batch_id = e.batch_id and i.parcel_id = e.parcel_id and i.state <> 'done'`)
}

export type StoredBatch = {
  batchId: string
  kind: BatchKind
  options: Record<string, unknown>
  isCancelled: boolean
  starter: Starter | null
}

/** The batch, locked, so that it is stopped or resumed by one person at a time. */
export function lockBatch(tx: Tx, batchId: string): Promise<StoredBatch | undefined> {
  return tx.maybe<StoredBatch>(sql`
    select batch_id as "batchId", kind, options, cancelled_at is not null as "isCancelled", starter from batches
    where merchant_id = ${tx.merchantId} and batch_id = ${batchId} for update`)
}

export async function setBatchCancelled(tx: Tx, batchId: string, at: Date | null): Promise<void> {
  await tx.write(sql`update batches set cancelled_at = ${at} where merchant_id = ${tx.merchantId} and batch_id = ${batchId}`)
}

/** Puts items back to waiting, for another try. */
export async function reopenItems(tx: Tx, batchId: string, parcelIds: readonly string[]): Promise<void> {
  await tx.write(sql`
    update batch_items set state = 'waiting', code = null, params = null
    where merchant_id = ${tx.merchantId} and batch_id = ${batchId} and parcel_id = any(${parcelIds}::uuid[]) and state <> 'done'`)
}

/** Whoever resumes a batch answers for it from then on. */
export async function setBatchStarter(tx: Tx, batchId: string, starter: Starter): Promise<void> {
  await tx.write(sql`
    update batches set starter = ${JSON.stringify(starter)}::jsonb where merchant_id = ${tx.merchantId} and batch_id = ${batchId}`)
}
