/** Reads a pasted list: one person a line, three columns parted by tab or comma. */
export type StaffLine = { subName: string; name: string; password: string }
export type ReadLines = {
  lines: StaffLine[] /** The first line that lacks a column, from 1; null = all are whole. */
  badLine: number | null
}

export const MOST_LINES = 100

export function readStaffLines(text: string): ReadLines {
  const lines: StaffLine[] = []
  let badLine: number | null = null
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const [subName, name, password] = line.split(/\t|,|，/).map((part) => part.trim())
    if (subName && name && password) lines.push({ subName, name, password })
    else badLine ??= index + 1
  }
  return { lines, badLine }
}
