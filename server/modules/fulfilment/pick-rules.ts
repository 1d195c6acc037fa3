/** What a picker fetches. Pure. */
import type { PickListRow } from './labels/label-sheet.ts'

type Line = { title: string; variant: string; skuCode: string; quantity: number }

/** One row per kind of goods, in the order of the codes, so that the same goods are fetched once. */
export function pickRows(lines: readonly Line[]): PickListRow[] {
  const rows = new Map<string, PickListRow>()
  for (const { title, variant, skuCode, quantity } of lines) {
    const key = JSON.stringify([skuCode, skuCode === '' ? title : '', skuCode === '' ? variant : ''])
    const known = rows.get(key)
    if (known) known.quantity += quantity
    else rows.set(key, { location: '', sku: skuCode, title, variant, quantity })
  }
  return [...rows.values()].toSorted((a, b) => (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : a.title < b.title ? -1 : 1))
}
