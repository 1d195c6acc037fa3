/** Documents as files: what goes to a printer, or to the browser. */
import { dayOf } from '#kernel/clock.ts'
import type { Tx } from '#kernel/db.ts'
import type { OutsideWorld } from '#kernel/outside.ts'
import { keepFile } from '#modules/files/public.ts'
import type { ParcelForWork } from '#modules/orders/public.ts'
import type { LabelLanguage } from '#server/printers/printer.ts'
import type { ContentOf } from './document-contents.ts'
import { type DocumentLook, renderDocuments } from './labels/render-documents.ts'
import type { DocumentKind } from './labels/standard-documents.ts'

const NAMES: Record<DocumentKind, string> = { deliveryNote: '发货单', pickList: '拣货单' }

export type DocumentOrder = {
  document: DocumentKind
  look: DocumentLook
  language: 'pdf' | LabelLanguage
  part: readonly ContentOf[]
  /** All that were asked for; those of the part say who may fetch the file. */
  parcels: readonly ParcelForWork[]
  actor: { accountId: string }
  now: Date
  world: OutsideWorld
}

/** Renders and keeps one file; its maker may fetch it while he still reaches its parcels. */
export async function keepDocument(tx: Tx, order: DocumentOrder) {
  const { document, look, language, part, actor, now, world } = order
  const contents = part.map(({ content }) => content)
  const parcelIds = [...new Set(part.flatMap((one) => one.parcelIds))]
  const inside = new Set(parcelIds)
  const parcels = order.parcels.filter(({ parcelId }) => inside.has(parcelId))
  const number = contents[0]?.number ?? ''
  const title = contents.length === 1 ? `${NAMES[document]} ${number}` : `${NAMES[document]} ${contents.length} 张`
  const made = await renderDocuments(contents, look, { title, printedAt: now.toISOString(), language })
  const places = [...new Map(parcels.map((parcel) => [`${parcel.shopId} ${parcel.warehouseId}`, parcel])).values()]
  const fileId = await keepFile(tx, world, {
    name: `${NAMES[document]} ${dayOf(now)} ${parcels.length} 个包裹.${made.format === 'pdf' ? 'pdf' : 'prn'}`,
    contentType: made.format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
    bytes: made.bytes,
    ownerId: actor.accountId,
    now,
    needs: {
      permission: 'fulfilment.print' as const,
      shopIds: places.map(({ shopId }) => shopId),
      warehouseIds: places.map(({ warehouseId }) => warehouseId),
    },
  })
  const { widthMm, heightMm, pageCount } = made
  return { fileId, number, parcelIds, widthMm, heightMm, pageCount }
}
