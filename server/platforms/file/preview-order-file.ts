import type { FileMapping } from '#contract/import.ts'
import { problemMessage } from '#contract/import-problems.ts'
import { OrderFileRefused } from './file-refused.ts'
import { entriesOf, noCounts, type OrderFile, type OrderFileEntry } from './order-file.ts'
import { type Suggestion, suggestMapping } from './suggest-mapping.ts'

export type FilePreview = Pick<
  OrderFile,
  'name' | 'format' | 'compression' | 'encoding' | 'delimiter' | 'headerRow' | 'header'
> & {
  mapping: Pick<FileMapping, 'name' | 'title' | 'kind'> | null
  /** For an unknown format: which column looks like which field. */
  suggestion: Suggestion[]
  rows: { number: number; cells: readonly string[] }[]
  /** Orders, refunds and refused rows of the first rows; the last order may go on beyond them. */
  entries: OrderFileEntry[]
  /** Why the whole file would be refused, as far as its head shows it. */
  problem: { code: string; params: Record<string, string | number>; message: { zh: string; en: string } } | null
}

/** What an import would make of the first `count` rows. Reads only the head. */
export async function previewOrderFile(file: OrderFile, count = 20): Promise<FilePreview> {
  const { name, format, compression, encoding, delimiter, headerRow, header, mapping } = file
  const entries: OrderFileEntry[] = []
  let problem: FilePreview['problem'] = null
  try {
    for await (const entry of entriesOf(file, mapping, () => file.head.slice(0, count), noCounts())) entries.push(entry)
  } catch (error) {
    if (!(error instanceof OrderFileRefused)) throw error
    const { code, params } = error
    problem = { code, params, message: { zh: problemMessage(code, params, 'zh'), en: problemMessage(code, params, 'en') } }
  }
  return {
    name,
    format,
    compression,
    encoding,
    delimiter,
    headerRow,
    header,
    entries,
    problem,
    mapping: mapping && { name: mapping.name, title: mapping.title, kind: mapping.kind },
    suggestion: mapping ? [] : suggestMapping(header),
    rows: file.head.slice(0, count).map(({ number, cells }) => ({ number, cells })),
  }
}
