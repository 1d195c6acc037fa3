/** What delivery notes and pick lists say about parcels, gathered from everywhere. */
import { dayOf, SHOP_ZONE } from '#kernel/clock.ts'
import type { Reader } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { Vault } from '#kernel/vault.ts'
import { locationsByCode } from '#modules/inventory/public.ts'
import { labelFacts, type ParcelForWork } from '#modules/orders/public.ts'
import { warehousesById } from '#modules/shops/public.ts'
import { noteSheets } from './label-sheets.ts'
import { type DocumentContent, deliveryNoteContent, pickListContent } from './labels/document-content.ts'
import type { DocumentKind } from './labels/standard-documents.ts'
import { pickRows } from './pick-rules.ts'

export type ContentWish = {
  document: DocumentKind
  parcels: readonly ParcelForWork[]
  /** How often such a document was printed for a parcel before; absent = never. */
  copies: ReadonlyMap<string, number>
  pickerName: string
  now: Date
}
/** One document and the parcels it is for. */
export type ContentOf = { content: DocumentContent; parcelIds: string[] }

/** Parcels as they were asked for: that is how the labels come out. */
export function inOrderOf(parcelIds: readonly string[], parcels: readonly ParcelForWork[]): ParcelForWork[] {
  const byId = new Map(parcels.map((parcel) => [parcel.parcelId, parcel]))
  return parcelIds.flatMap((id) => byId.get(id) ?? [])
}

export function documentContents(reader: Reader, vault: Vault, wish: ContentWish): Promise<ContentOf[]> {
  return wish.document === 'deliveryNote' ? deliveryNotes(reader, vault, wish) : pickLists(reader, vault, wish)
}

/** One per parcel, in the order given. */
async function deliveryNotes(reader: Reader, vault: Vault, { parcels, copies, now }: ContentWish): Promise<ContentOf[]> {
  const wanted = new Map(parcels.map(({ parcelId }) => [parcelId, (copies.get(parcelId) ?? 0) + 1]))
  const sheets = await noteSheets(reader, vault, wanted, now)
  return parcels.flatMap(({ parcelId }) => {
    const sheet = sheets.get(parcelId)
    return sheet ? { content: deliveryNoteContent(sheet, SHOP_ZONE), parcelIds: [parcelId] } : []
  })
}

/** One per warehouse: nobody walks through two at once. */
async function pickLists(reader: Reader, vault: Vault, wish: ContentWish): Promise<ContentOf[]> {
  const ids = wish.parcels.map(({ parcelId }) => parcelId)
  const [facts, warehouses] = await Promise.all([labelFacts(reader, vault, ids), warehousesById(reader)])
  const codes = facts.flatMap(({ lines }) => lines.map(({ skuCode }) => skuCode))
  const locations = await locationsByCode(reader, codes)
  const byId = new Map(facts.map((parcel) => [parcel.parcelId, parcel]))
  return [...Map.groupBy(wish.parcels, ({ warehouseId }) => warehouseId)].map(([warehouseId, parcels]) => {
    const lines = parcels.flatMap(({ parcelId, number }) =>
      (byId.get(parcelId)?.lines ?? []).map((line) => ({ ...line, parcelNumber: number })),
    )
    const list = {
      pickListNumber: `PK${dayOf(wish.now).replaceAll('-', '')}-${newId().slice(-6).toUpperCase()}`,
      warehouseName: warehouses.get(warehouseId)?.name ?? '',
      pickerName: wish.pickerName,
      parcelCount: parcels.length,
      rows: pickRows(lines, (code) => locations.get(`${warehouseId} ${code}`) ?? ''),
      printedAt: wish.now.toISOString(),
      reprintNumber: Math.max(0, ...parcels.map(({ parcelId }) => wish.copies.get(parcelId) ?? 0)),
    }
    return { content: pickListContent(list, SHOP_ZONE), parcelIds: parcels.map(({ parcelId }) => parcelId) }
  })
}
