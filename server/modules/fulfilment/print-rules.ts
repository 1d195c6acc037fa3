/** How sheets are spread over printers. Pure. */

/** Parts of the list that differ in length by one at most, each an unbroken run, so that every pile keeps the order of the list. */
export function spread<T>(items: readonly T[], count: number): T[][] {
  const parts: T[][] = []
  let from = 0
  for (let k = 0; k < count; k++) {
    const length = Math.ceil((items.length - from) / (count - k))
    parts.push(items.slice(from, from + length))
    from += length
  }
  return parts
}

/** The name in the printer's own list: readable for a person, and ours alone. */
export const jobNameOf = (sheet: { waybillNumber: string; sheetId: string }): string => `${sheet.waybillNumber} ${sheet.sheetId}`
