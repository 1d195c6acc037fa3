/** What somebody pastes from a spreadsheet: a code and its place in each line. Pure. */
export type PlacedSku = { sku: string; location: string }

const LONGEST_PLACE = 40

/** `wrong`: numbers of lines, from 1, that have no place or too long a one; empty lines are left out. The place of a code named twice is the last. */
export function placesIn(text: string): { items: PlacedSku[]; wrong: number[] } {
  const bySku = new Map<string, string>()
  const wrong: number[] = []
  for (const [k, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const [, sku = '', location = ''] = /^\s*([^\t,，]+?)\s*(?:[\t,，]|\s+)\s*([^\t,，]*?)\s*$/.exec(line) ?? []
    if (sku === '' || location === '' || location.length > LONGEST_PLACE) wrong.push(k + 1)
    else bySku.set(sku, location)
  }
  return { items: [...bySku].map(([sku, location]) => ({ sku, location })), wrong }
}
