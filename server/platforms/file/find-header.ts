import type { FileMapping } from '#contract/import.ts'
import { cellText } from './cell-text.ts'
import { missingColumns } from './columns.ts'
import type { Row } from './csv-rows.ts'
import { OrderFileRefused } from './file-refused.ts'

/** Notes of the exporting system may stand above the header. */
const SEARCHED_ROWS = 20

export type Header = { row: number; names: string[]; mapping: FileMapping | null }

/**
 * The header row and the format it tells. A wanted mapping must fit; without one, the known format that claims most columns wins,
 * and a file of no known format still gets its likeliest header so that a mapping can be written for it.
 */
export function findHeader(rows: readonly Row[], known: readonly FileMapping[], wanted: FileMapping | null): Header {
  const candidates = rows.slice(0, SEARCHED_ROWS)
  if (wanted) return wantedHeader(candidates, wanted, known)
  for (const row of candidates) {
    const mapping = bestFit(row.cells, known)
    if (mapping) return header(row, mapping)
  }
  const likeliest = candidates.find((row) => row.cells.filter((cell) => cellText(cell) !== '').length >= 2)
  if (!likeliest) throw new OrderFileRefused('fileHeaderMissing')
  return header(likeliest, null)
}

function wantedHeader(candidates: readonly Row[], wanted: FileMapping, known: readonly FileMapping[]): Header {
  const found = candidates.find((row) => missingColumns(wanted.recognise, row.cells).length === 0)
  if (found) return header(found, wanted)
  for (const row of candidates) {
    const other = bestFit(row.cells, known)
    // A settlement statement chosen by mistake deserves the sentence that says where it belongs.
    if (other?.kind === 'elsewhere') return header(row, other)
  }
  const missing = candidates.map((row) => missingColumns(wanted.recognise, row.cells)).sort((a, b) => a.length - b.length)[0]
  if (!missing) throw new OrderFileRefused('fileHeaderMissing')
  throw new OrderFileRefused('fileColumnsMissing', {
    mapping: wanted.title.zh,
    mappingEn: wanted.title.en,
    columns: missing.slice(0, 10).join('、'),
  })
}

function bestFit(cells: readonly string[], known: readonly FileMapping[]): FileMapping | null {
  const fitting = known.filter((mapping) => missingColumns(mapping.recognise, cells).length === 0)
  return fitting.sort((a, b) => b.recognise.length - a.recognise.length)[0] ?? null
}

const header = (row: Row, mapping: FileMapping | null): Header => ({
  row: row.number,
  names: row.cells.map((cell) => cellText(cell).slice(0, 200)),
  mapping,
})
