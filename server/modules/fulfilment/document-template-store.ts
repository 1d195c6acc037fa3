/** How delivery notes and pick lists look, by paper: every version stays. */
import type { DocumentLayout } from '#contract/documents.ts'
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import type { Paper } from './labels/papers.ts'
import { type DocumentKind, standardLayout } from './labels/standard-documents.ts'

export type StoredLayout = { layout: DocumentLayout; version: number; savedBy: string; savedAt: string | null }

/** The latest version; the standard layout, as version 0, when nothing was ever saved. */
export async function layoutFor(reader: Reader, document: DocumentKind, paper: Paper): Promise<StoredLayout> {
  const row = await reader.maybe<StoredLayout>(sql`
    select layout, version, saved_by as "savedBy", saved_at as "savedAt" from document_templates
    where merchant_id = ${reader.merchantId} and document = ${document} and paper = ${paper} order by version desc limit 1`)
  return row ?? { layout: standardLayout(document, paper), version: 0, savedBy: '', savedAt: null }
}

type NewLayout = Omit<StoredLayout, 'savedAt'> & { document: DocumentKind; paper: Paper; now: Date }

/** False when somebody has saved this version meanwhile (primary key). */
export async function insertLayout(tx: Tx, { document, paper, version, layout, savedBy, now }: NewLayout): Promise<boolean> {
  const count = await tx.write(sql`
    insert into document_templates (merchant_id, document, paper, version, layout, saved_by, saved_at)
    values (${tx.merchantId}, ${document}, ${paper}, ${version}, ${JSON.stringify(layout)}::jsonb, ${savedBy}, ${now}) on conflict do nothing`)
  return count === 1
}
