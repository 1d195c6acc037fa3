/** Documents on their way through a printer, with the same states as sheets. */
import { existsSync, readFileSync } from 'node:fs'
import { type Scope, scopeOf } from '#kernel/access.ts'
import { recordset, sql, type Tx } from '#kernel/db.ts'
import { filePath } from '#kernel/files.ts'
import type { OutsideWorld } from '#kernel/outside.ts'
import type { Starter } from '#kernel/starter.ts'
import { inParcelsOf } from '#modules/orders/public.ts'
import type { DocumentKind } from './labels/standard-documents.ts'
import type { SheetNews, SheetState } from './sheet-store.ts'

export type NewDocument = {
  documentId: string
  number: string
  place: number
  fileId: string
  widthMm: number
  heightMm: number
  parcelIds: readonly string[]
}

export async function insertDocuments(
  tx: Tx,
  { document, printerId, starter, now }: { document: DocumentKind; printerId: string; starter: Starter; now: Date },
  documents: readonly NewDocument[],
): Promise<void> {
  const rows = documents.map((row) => ({
    document_id: row.documentId,
    number: row.number,
    place: row.place,
    file_id: row.fileId,
    width_mm: row.widthMm,
    height_mm: row.heightMm,
    parcel_ids: row.parcelIds,
  }))
  await tx.write(sql`
    insert into printed_documents (merchant_id, document_id, printer_id, document, number, place, file_id, width_mm, height_mm, parcel_ids, starter, created_at)
    select ${tx.merchantId}, d.document_id, ${printerId}, ${document}, d.number, d.place, d.file_id, d.width_mm, d.height_mm, d.parcel_ids,
      ${JSON.stringify(starter)}::jsonb, ${now}
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as d(document_id uuid, number text, place int, file_id uuid, width_mm numeric,
      height_mm numeric, parcel_ids uuid[])`)
}

/** What became of documents that were on their way; answers how many. Ids of others change nothing. */
export function changeDocuments(tx: Tx, news: readonly SheetNews[], from: readonly SheetState[], now: Date): Promise<number> {
  const values = news.map((one) => ({
    document_id: one.sheetId,
    state: one.state,
    printer_job_id: one.printerJobId,
    problem: one.problem.slice(0, 500),
  }))
  return tx.write(sql`
    update printed_documents d set state = n.state, printer_job_id = coalesce(n.printer_job_id, d.printer_job_id), problem = n.problem,
      printed_at = case when n.state = 'printed' then ${now}::timestamptz end
    from jsonb_to_recordset(${recordset(values)}::jsonb) as n(document_id uuid, state text, printer_job_id int, problem text)
    where d.merchant_id = ${tx.merchantId} and d.document_id = n.document_id and d.state = any(${from}::text[])`)
}

type QueuedRow = { documentId: string; number: string; fileId: string; widthMm: string; heightMm: string; starter: Starter }
export type TakenDocument = {
  documentId: string
  number: string
  /** null = its file is gone. */
  bytes: Uint8Array | null
  widthMm: number
  heightMm: number
}

/** The next documents of a printer, marked before they are handed over. Those whose starter lost the right meanwhile are cancelled. */
export async function takeDocuments(
  tx: Tx,
  printerId: string,
  limit: number,
  { world, now }: { world: OutsideWorld; now: Date },
): Promise<TakenDocument[]> {
  const queued = await tx.rows<QueuedRow>(sql`
    select document_id as "documentId", number, file_id as "fileId", width_mm as "widthMm", height_mm as "heightMm", starter
    from printed_documents where merchant_id = ${tx.merchantId} and printer_id = ${printerId} and state = 'queued'
    order by created_at, place limit ${limit} for update`)
  const taken: TakenDocument[] = []
  for (const { documentId, number, fileId, widthMm, heightMm, starter } of queued) {
    if (!(await mayGoOn(tx, documentId, starter, { world, now }))) {
      await setState(tx, [documentId], 'cancelled')
      continue
    }
    const path = filePath(world, tx.merchantId, fileId)
    const bytes = existsSync(path) ? readFileSync(path) : null
    taken.push({ documentId, number, bytes, widthMm: Number(widthMm), heightMm: Number(heightMm) })
  }
  await setState(
    tx,
    taken.map(({ documentId }) => documentId),
    'sending',
  )
  return taken
}

/** Cancels what is queued of these; answers its printers by id, and all of them that are in reach. */
export async function cancelQueuedDocuments(
  tx: Tx,
  scope: Scope,
  documentIds: readonly string[],
  now: Date,
): Promise<{ cancelled: Map<string, string>; seen: Set<string> }> {
  const isInside = inParcelsOf(tx, scope, now, { shop: sql`p.shop_id`, parcelId: sql`p.parcel_id` })
  const rows = await tx.rows<{ documentId: string; printerId: string; state: SheetState }>(sql`
    select d.document_id as "documentId", d.printer_id as "printerId", d.state from printed_documents d
    where d.merchant_id = ${tx.merchantId} and d.document_id = any(${documentIds}::uuid[])
      and not exists (select 1 from parcels p where p.merchant_id = ${tx.merchantId} and p.parcel_id = any(d.parcel_ids) and not ${isInside})
    order by d.document_id for update of d`)
  const queued = rows.filter(({ state }) => state === 'queued')
  await setState(
    tx,
    queued.map(({ documentId }) => documentId),
    'cancelled',
  )
  return {
    cancelled: new Map(queued.map(({ documentId, printerId }) => [documentId, printerId])),
    seen: new Set(rows.map(({ documentId }) => documentId)),
  }
}

async function setState(tx: Tx, documentIds: readonly string[], state: SheetState): Promise<void> {
  if (documentIds.length === 0) return
  await tx.write(sql`
    update printed_documents set state = ${state} where merchant_id = ${tx.merchantId} and document_id = any(${documentIds}::uuid[])`)
}

async function mayGoOn(
  tx: Tx,
  documentId: string,
  starter: Starter,
  { world, now }: { world: OutsideWorld; now: Date },
): Promise<boolean> {
  const principal = await world.principalNow(tx, starter, now)
  const scope = principal && scopeOf(principal, 'fulfilment.print')
  if (!scope) return false
  const isInside = inParcelsOf(tx, scope, now, { shop: sql`p.shop_id`, parcelId: sql`p.parcel_id` })
  const outside = await tx.maybe(sql`
    select 1 from printed_documents d join parcels p on p.merchant_id = ${tx.merchantId} and p.parcel_id = any(d.parcel_ids)
    where d.merchant_id = ${tx.merchantId} and d.document_id = ${documentId} and not ${isInside} limit 1`)
  return outside === undefined
}
