/** Templates of the shop's own area of a label: every version stays. */
import type { AddOnElement } from '#contract/print-templates.ts'
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import { standardAddOn } from './labels/add-on-area.ts'
import { addOnAreaMm } from './labels/label-formats.ts'
import type { LabelSize } from './labels/label-sheet.ts'

export type StoredTemplate = { elements: AddOnElement[]; version: number; savedBy: string; savedAt: string | null }

/** The latest version; the standard layout, as version 0, when nothing was ever saved. */
export async function templateFor(reader: Reader, size: LabelSize): Promise<StoredTemplate> {
  const row = await reader.maybe<StoredTemplate>(sql`
    select elements, version, saved_by as "savedBy", saved_at as "savedAt" from print_templates
    where merchant_id = ${reader.merchantId} and size = ${size} order by version desc limit 1`)
  const { widthMm, heightMm } = addOnAreaMm(size)
  return row ?? { elements: standardAddOn(widthMm, heightMm), version: 0, savedBy: '', savedAt: null }
}

/** False when somebody has saved this version meanwhile (primary key). */
export async function insertTemplate(
  tx: Tx,
  {
    size,
    version,
    elements,
    savedBy,
    now,
  }: { size: LabelSize; version: number; elements: AddOnElement[]; savedBy: string; now: Date },
): Promise<boolean> {
  const count = await tx.write(sql`
    insert into print_templates (merchant_id, size, version, elements, saved_by, saved_at)
    values (${tx.merchantId}, ${size}, ${version}, ${JSON.stringify(elements)}::jsonb, ${savedBy}, ${now}) on conflict do nothing`)
  return count === 1
}

/** The parcel that got its number last: something real to look at. */
export async function latestNumberedParcel(reader: Reader): Promise<string | null> {
  const row = await reader.maybe<{ parcel_id: string }>(sql`
    select parcel_id from waybills
    where merchant_id = ${reader.merchantId} and state = 'issued' and voided_at is null order by requested_at desc, waybill_id desc limit 1`)
  return row?.parcel_id ?? null
}
