import { z } from 'zod'
import { SHEET_STATES } from '#contract/fulfilment.ts'
import { shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { changeDocuments, type TakenDocument, takeDocuments } from '../document-store.ts'
import { printerChanged } from '../fulfilment-events.ts'
import { labelSheets } from '../label-sheets.ts'
import type { LabelSheet } from '../labels/label-sheet.ts'
import { followSheets } from '../record-sheets.ts'
import { changeSheets, markSending } from '../sheet-store.ts'
import { waitingSheets } from '../sheet-views.ts'
import { lostPrintBatches } from '../starter-rights.ts'

/** More than a printer is ever given at once. */
const MOST = 20

const news = z.strictObject({
  sheetId: uuid,
  state: z.enum(SHEET_STATES),
  printerJobId: z.number().int().nullable(),
  problem: z.string(),
})
const taken = z.object({
  sheetId: uuid,
  waybillNumber: z.string(),
  withDeliveryNote: z.boolean(),
  /** Either a label or a document; neither = nothing can be printed: the waybill, or the file, is gone. */
  label: z.custom<LabelSheet>().nullable(),
  document: z.custom<TakenDocument>().nullable(),
})
export type TakenSheet = z.infer<typeof taken>

export const advanceSheets = command({
  name: 'fulfilment.advanceSheets',
  ...shape(
    { printerId: uuid, news: z.array(news).max(100), take: z.number().int().min(0).max(MOST) },
    z.object({
      taken: z.array(taken),
      changed: z.array(z.object({ parcelId: uuid, state: z.enum(SHEET_STATES) })),
      /** Those who began these may no longer go on with them: nothing was taken, they are stopped first. */
      lostBatchIds: z.array(uuid),
    }),
  ),
  summary: 'Records what became of sheets in a printer and marks the next ones before they are handed over.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ printerId }, { taken: sheets, changed }) => {
    const ended = changed.filter(({ state }) => state !== 'accepted' && state !== 'queued')
    return {
      objects: [{ kind: 'printer', id: printerId }, ...ended.map(({ parcelId }) => ({ kind: 'parcel', id: parcelId }))],
      details: {
        handedOver: sheets.map(({ waybillNumber }) => waybillNumber),
        printed: ended.filter(({ state }) => state === 'printed').length,
        failed: ended.filter(({ state }) => state === 'failed').length,
        unknown: ended.filter(({ state }) => state === 'unknown').length,
      },
    }
  },
  errors: [],
  async run(tx, input, _actor, effects) {
    const { printerId, take } = input
    const under = ['sending', 'accepted'] as const
    const changed = input.news.length > 0 ? await changeSheets(tx, input.news, under, effects.now) : []
    const changedDocuments = input.news.length > 0 ? await changeDocuments(tx, input.news, under, effects.now) : 0
    await followSheets(tx, changed, effects)
    const lostBatchIds = take > 0 ? await lostPrintBatches(tx, printerId, take, effects) : []
    const room = lostBatchIds.length === 0 ? take : 0
    // A document is short and somebody waits for it; labels come by the hundred.
    const documents = room > 0 ? await takeDocuments(tx, printerId, room, effects) : []
    const left = room - documents.length
    const marked = left > 0 ? await markSending(tx, printerId, left) : new Set<string>()
    const waiting = marked.size > 0 ? await waitingSheets(tx, printerId, 2 * MOST) : []
    const sending = waiting.filter(({ sheetId }) => marked.has(sheetId))
    const labels = await labelSheets(
      tx,
      effects.world.vault,
      new Map(sending.map(({ parcelId, copy }) => [parcelId, copy])),
      effects.now,
    )
    if (changed.length > 0 || changedDocuments > 0) effects.announce(printerChanged([printerId]))
    return {
      taken: [
        ...documents.map((document) => {
          const { documentId: sheetId, number: waybillNumber } = document
          return { sheetId, waybillNumber, withDeliveryNote: false, label: null, document }
        }),
        ...sending.map(({ sheetId, parcelId, waybillNumber, withDeliveryNote }) => {
          return { sheetId, waybillNumber, withDeliveryNote, label: labels.get(parcelId) ?? null, document: null }
        }),
      ],
      changed: changed.map(({ parcelId, state }) => ({ parcelId, state })),
      lostBatchIds,
    }
  },
})
