import type { ErrorDefinition } from '#contract/error-definition.ts'
import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import type { Refusal } from '#contract/operation.ts'
import { reachesRow, scopeOf } from '#kernel/access.ts'
import { dayOf } from '#kernel/clock.ts'
import { Failure, refuse } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { keepFile } from '#modules/files/public.ts'
import { lockApprovedParcels, type ParcelForWork, setPrinted } from '#modules/orders/public.ts'
import { layoutFor } from '../document-template-store.ts'
import { parcelsMoved } from '../fulfilment-events.ts'
import { labelSheets } from '../label-sheets.ts'
import { renderLabelDocument } from '../labels/render-labels.ts'
import { printRefusal, reprintRefusal, sortOut } from '../parcel-work-rules.ts'
import { sheetOf } from '../queue-labels.ts'
import { insertPrintJobs } from '../sheet-store.ts'
import { sheetStandings } from '../sheet-views.ts'
import { templateFor } from '../template-store.ts'
import { isDead } from '../waybill-life.ts'
import { livingWaybills } from '../waybill-views.ts'

/** Logged for a download without a reason of its own. */
const DOWNLOAD_REASON = 'download'

/** There is no file without a label: the reason of the first parcel is the answer. */
function failAs(first: Refusal | undefined): never {
  const known: Record<string, ErrorDefinition> = errors
  throw new Failure((first && known[first.code]) ?? errors.noWaybill, first?.params ?? {})
}

const rowOf = ({ shopId, warehouseId, claim }: ParcelForWork) => ({ shopId, warehouseId, holderId: claim?.accountId ?? null })

/** The shops and warehouses of these parcels, each pair once. */
function placesOf(parcels: readonly ParcelForWork[]): { shopIds: string[]; warehouseIds: string[] } {
  const places = [...new Map(parcels.map((parcel) => [`${parcel.shopId} ${parcel.warehouseId}`, parcel])).values()]
  return { shopIds: places.map(({ shopId }) => shopId), warehouseIds: places.map(({ warehouseId }) => warehouseId) }
}

export const downloadLabels = command({
  name: 'fulfilment.downloadLabels',
  ...fulfilment.downloadLabels,
  summary:
    'All labels as one PDF for the browser, which counts as printing; printed ones only with a reason and the reprint right.',
  access: { permission: 'fulfilment.print', scope: 'shop' },
  audit: ({ size, reason }, { fileId, done, refused }) => ({
    objects: [{ kind: 'file', id: fileId }, ...done.map((id) => ({ kind: 'parcel', id }))],
    details: { size, reason: reason ?? DOWNLOAD_REASON, done: done.length, refused: refused.length },
  }),
  errors: [
    errors.notFound,
    errors.notApproved,
    errors.alreadyShipped,
    errors.refundAsked,
    errors.claimedByOther,
    errors.noWaybill,
    errors.alreadyPrinted,
    errors.numberTyped,
    errors.waybillRecycled,
    errors.printPending,
    errors.sheetUnknown,
  ],
  async run(tx, { parcelIds, size, withDeliveryNote = false, reason }, actor, { now, world, announce }) {
    const [parcels, standings, living] = await Promise.all([
      lockApprovedParcels(tx, actor, parcelIds, now),
      sheetStandings(tx, parcelIds),
      livingWaybills(tx, parcelIds),
    ])
    const byId = new Map(parcels.map((parcel) => [parcel.parcelId, parcel]))
    const reprinting = reason !== undefined && reason !== '' ? scopeOf(actor, 'fulfilment.reprint') : undefined
    const { able, refused } = sortOut(parcelIds, (id) => {
      const parcel = byId.get(id)
      const standing = standings.get(id)?.standing ?? 'none'
      const mayReprint = parcel !== undefined && reprinting !== undefined && reachesRow(reprinting, rowOf(parcel))
      const isReprint = mayReprint && (parcel.printedCount > 0 || standing === 'unknown')
      const waybill = { isTyped: living.get(id)?.isTyped ?? false, isDead: isDead(living.get(id), now) }
      return isReprint ? reprintRefusal(id, parcel, standing, waybill) : printRefusal(id, parcel, standing, waybill.isDead)
    })
    const copies = new Map(able.map((id) => [id, Math.max(standings.get(id)?.copy ?? 0, byId.get(id)?.printedCount ?? 0) + 1]))
    const labels = await labelSheets(tx, world.vault, copies, now)
    const done = able.filter((id) => labels.has(id))
    if (done.length === 0) return failAs(refused[0])
    const document = await renderLabelDocument(
      done.flatMap((id) => labels.get(id) ?? []),
      {
        size,
        withDeliveryNote,
        addOn: (await templateFor(tx, size)).elements,
        noteLayout: (await layoutFor(tx, 'deliveryNote', size)).layout,
      },
    )
    const name = `面单 ${dayOf(now)} ${done.length} 张.pdf`
    const made = {
      name,
      contentType: 'application/pdf',
      bytes: document.pdf,
      ownerId: actor.accountId,
      now,
      needs: { permission: 'fulfilment.print' as const, ...placesOf(done.flatMap((id) => byId.get(id) ?? [])) },
    }
    const printJobId = newId()
    const job = {
      printJobId,
      printerId: null,
      batchId: null,
      withDeliveryNote,
      isReprint: [...copies.values()].some((copy) => copy > 1),
    }
    const sheets = done.flatMap((id, place) => {
      const [parcel, waybill] = [byId.get(id), living.get(id)]
      if (!parcel || !waybill) return []
      return { ...sheetOf(parcel, waybill.waybillId, job), place, copy: copies.get(id) ?? 1, state: 'printed' as const }
    })
    const [fileId] = await Promise.all([
      keepFile(tx, world, made),
      insertPrintJobs(tx, [{ ...job, reason: reason ?? DOWNLOAD_REASON, startedBy: actor.name }], sheets, now),
      setPrinted(tx, done),
    ])
    announce(parcelsMoved(sheets))
    const late = able.filter((id) => !labels.has(id)).map((id) => refuse(id, errors.noWaybill))
    return { fileId, done, refused: [...refused, ...late] }
  },
})
