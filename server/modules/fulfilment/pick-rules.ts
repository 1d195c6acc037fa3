/** What a picker fetches. Pure. */
import type { PickListRow } from './labels/label-sheet.ts'

type Line = { title: string; variant: string; skuCode: string; quantity: number; parcelNumber: string }

/** A-2 is before A-10. */
const walk = new Intl.Collator('zh', { numeric: true, sensitivity: 'base' })
/** Goods without a place are looked for last. */
const byPlace = (a: PickListRow, b: PickListRow): number =>
  Number(a.location === '') - Number(b.location === '') || walk.compare(a.location, b.location)
const byName = (a: PickListRow, b: PickListRow): number =>
  a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : a.title < b.title ? -1 : Number(a.title > b.title)

/** One row per kind of goods, so that the same goods are fetched once, in the order of the shelves and then of the codes. */
export function pickRows(lines: readonly Line[], locationOf: (skuCode: string) => string): PickListRow[] {
  const rows = new Map<string, PickListRow>()
  for (const { title, variant, skuCode, quantity, parcelNumber } of lines) {
    const key = JSON.stringify([skuCode, skuCode === '' ? title : '', skuCode === '' ? variant : ''])
    const row = rows.get(key) ?? { location: locationOf(skuCode), sku: skuCode, title, variant, quantity: 0, parcels: [] }
    rows.set(key, row)
    row.quantity += quantity
    const parcel = row.parcels.find(({ number }) => number === parcelNumber)
    if (parcel) parcel.quantity += quantity
    else row.parcels.push({ number: parcelNumber, quantity })
  }
  return [...rows.values()].toSorted((a, b) => byPlace(a, b) || byName(a, b))
}
