/** Lists that give ids only: their rows are asked for a few at a time. */

/** Calls at once: well below what the platform allows, several times faster than one by one. */
const AT_ONCE = 4

/** Reads every id, in order, a few at a time; the first failure ends it. */
export async function inBatches<T>(ids: readonly string[], read: (id: string) => Promise<T>): Promise<T[]> {
  const rows: T[] = []
  for (let start = 0; start < ids.length; start += AT_ONCE)
    rows.push(...(await Promise.all(ids.slice(start, start + AT_ONCE).map(read))))
  return rows
}
