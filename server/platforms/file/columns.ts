import { cellText } from './cell-text.ts'
import { OrderFileRefused } from './file-refused.ts'

/** Column names and status words are compared without regard to width, case, spaces and required-marks. */
export const plainName = (name: string) =>
  cellText(name)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*"'\u200b\ufeff]/g, '')

export type Columns = {
  names: readonly string[]
  /** -1 when the file has no such column. Throws when the name stands there twice. */
  indexOf(name: string): number
}

export function columnsOf(header: readonly string[]): Columns {
  const indexes = new Map<string, number>()
  const repeated = new Set<string>()
  for (const [index, name] of header.entries()) {
    const plain = plainName(name)
    if (indexes.has(plain)) repeated.add(plain)
    else if (plain) indexes.set(plain, index)
  }
  return {
    names: header,
    indexOf(name) {
      const plain = plainName(name)
      if (repeated.has(plain)) throw new OrderFileRefused('fileColumnRepeated', { column: name })
      return indexes.get(plain) ?? -1
    },
  }
}

export function missingColumns(wanted: readonly string[], header: readonly string[]): string[] {
  const present = new Set(header.map(plainName))
  return wanted.filter((name) => !present.has(plainName(name)))
}
