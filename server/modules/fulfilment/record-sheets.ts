/** What follows when sheets end: parcels are printed, items of batches are done or refused. */
import { errors } from '#contract/errors.ts'
import type { Tx } from '#kernel/db.ts'
import type { Effects } from '#kernel/operation.ts'
import { setPrinted } from '#modules/orders/public.ts'
import { type ItemEnd, settleItems } from './batch-store.ts'
import { batchChanged, parcelsMoved } from './fulfilment-events.ts'
import type { ChangedSheet } from './sheet-store.ts'

function endOf({ state, batchId, parcelId, problem }: ChangedSheet): ItemEnd[] {
  if (state === 'printed') return [{ batchId, parcelId, refusal: null }]
  if (state === 'unknown') return [{ batchId, parcelId, refusal: { code: errors.sheetUnknown.code, params: {} } }]
  if (state === 'failed') return [{ batchId, parcelId, refusal: { code: errors.printFailed.code, params: { reason: problem } } }]
  if (state === 'cancelled') return [{ batchId, parcelId, refusal: { code: errors.printCancelled.code, params: {} } }]
  return []
}

export async function followSheets(tx: Tx, sheets: readonly ChangedSheet[], effects: Effects): Promise<void> {
  const printed = sheets.filter((sheet) => sheet.state === 'printed' && sheet.isLiving)
  const ended = sheets.flatMap(endOf)
  await Promise.all([
    printed.length > 0
      ? setPrinted(
          tx,
          printed.map((sheet) => sheet.parcelId),
        )
      : undefined,
    settleItems(tx, ended),
  ])
  if (printed.length > 0) effects.announce(parcelsMoved(printed))
  const batchIds = ended.flatMap(({ batchId }) => batchId ?? [])
  if (batchIds.length > 0)
    effects.announce(
      batchChanged(
        batchIds,
        sheets.map((sheet) => sheet.shopId),
      ),
    )
}
