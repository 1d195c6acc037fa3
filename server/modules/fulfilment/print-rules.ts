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

type Able = { printerId: string; component: string | null }

/**
 * Which printer gets which of the parcels: a network printer prints every label, a component only the waybills of its own platform. Runs
 * of parcels that the same printers can print are spread over them; `unable` are those that none of them can.
 */
export function assign<P extends { parcelId: string }>(
  parcels: readonly P[],
  printers: readonly Able[],
  originOf: (parcelId: string) => string | undefined,
): { byPrinter: Map<string, P[]>; unable: P[] } {
  const byPrinter = new Map<string, P[]>()
  const unable: P[] = []
  const groups = Map.groupBy(parcels, ({ parcelId }) => {
    const origin = originOf(parcelId)
    return printers.some(({ component }) => component !== null && component === origin) ? (origin ?? null) : null
  })
  for (const [origin, group] of groups) {
    const able = printers.filter(({ component }) => component === null || component === origin)
    if (able.length === 0) unable.push(...group)
    else
      for (const [k, part] of spread(group, able.length).entries()) {
        const { printerId = '' } = able[k] ?? {}
        byPrinter.set(printerId, [...(byPrinter.get(printerId) ?? []), ...part])
      }
  }
  return { byPrinter, unable }
}

/** The name in the printer's own list: readable for a person, and ours alone. */
export const jobNameOf = (sheet: { waybillNumber: string; sheetId: string }): string => `${sheet.waybillNumber} ${sheet.sheetId}`
