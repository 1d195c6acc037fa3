/** Reads of documents that were printed or will be. */
import type { PrintedDocumentRow } from '#contract/documents.ts'
import type { Scope } from '#kernel/access.ts'
import { nothingSql, type Reader, sql } from '#kernel/db.ts'
import { inParcelsOf } from '#modules/orders/public.ts'
import type { DocumentKind } from './labels/standard-documents.ts'

/** How often such a document was printed, or may have been, for each of these parcels; absent = never. */
export async function documentCopies(
  reader: Reader,
  document: DocumentKind,
  parcelIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await reader.rows<{ parcel_id: string; count: number }>(sql`
    select w.parcel_id, count(*)::int as count
    from unnest(${parcelIds}::uuid[]) as w(parcel_id)
    join printed_documents d on d.merchant_id = ${reader.merchantId} and d.parcel_ids @> array[w.parcel_id]
    where d.document = ${document} and d.state not in ('failed', 'cancelled')
    group by w.parcel_id`)
  return new Map(rows.map((row) => [row.parcel_id, row.count]))
}

export type DocumentInside = { documentId: string; number: string; state: 'sending' | 'accepted'; printerJobId: number | null }
/** Documents the printer has or may have. */
export function documentsInside(reader: Reader, printerId: string, limit: number): Promise<DocumentInside[]> {
  return reader.rows<DocumentInside>(sql`
    select document_id as "documentId", number, state, printer_job_id as "printerJobId" from printed_documents
    where merchant_id = ${reader.merchantId} and printer_id = ${printerId} and state in ('sending', 'accepted')
    order by created_at, place limit ${limit}`)
}

/** Latest first; only those of whose parcels the reader reaches every one. */
export function printedDocuments(
  reader: Reader,
  scope: Scope,
  { before, search }: { before: { createdAt: string; documentId: string } | undefined; search: string },
  limit: number,
  now: Date,
): Promise<PrintedDocumentRow[]> {
  const isInside = inParcelsOf(reader, scope, now, { shop: sql`p.shop_id`, parcelId: sql`p.parcel_id` })
  return reader.rows<PrintedDocumentRow>(sql`
    select d.document_id as "documentId", d.document, d.number, coalesce(r.name, '') as "printerName", cardinality(d.parcel_ids) as "parcelCount",
      d.state, d.problem, d.starter ->> 'name' as "startedBy", d.created_at as "createdAt"
    from printed_documents d left join printers r on r.merchant_id = ${reader.merchantId} and r.printer_id = d.printer_id
    where d.merchant_id = ${reader.merchantId} and (${search} = '' or d.number = ${search})
      and not exists (select 1 from parcels p where p.merchant_id = ${reader.merchantId} and p.parcel_id = any(d.parcel_ids) and not ${isInside})
      ${before ? sql`and (d.created_at, d.document_id) < (${before.createdAt}::timestamptz, ${before.documentId}::uuid)` : nothingSql}
    order by d.created_at desc, d.document_id desc limit ${limit}`)
}
