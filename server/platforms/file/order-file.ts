import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { type FileMapping, fileMapping } from '#contract/import.ts'
import type { ImportCounts } from '#contract/import-problems.ts'
import { type Columns, columnsOf } from './columns.ts'
import { csvRows, type Delimiter, detectDelimiter, type Row } from './csv-rows.ts'
import { DEFAULT_LIMITS, type FileLimits, OrderFileRefused } from './file-refused.ts'
import { findHeader } from './find-header.ts'
import { watchIds } from './id-watch.ts'
import { type PlainFile, plainFile } from './plain-file.ts'
import { PRESETS } from './presets/all-presets.ts'
import { type OrderEntry, planOrders, type RefusedEntry, readOrders } from './read-orders.ts'
import { type RefundEntry, readRefunds } from './read-refunds.ts'
import { compileOrderId } from './row-rules.ts'
import { detectEncoding, refuseForeign, type TextEncoding } from './text-encoding.ts'
import { isZip, xlsxHead, xlsxRows } from './xlsx-rows.ts'

export type OrderFileEntry = OrderEntry | RefundEntry | RefusedEntry

export type OpenOptions = {
  /** Read the file by this mapping; unknown JSON is checked first. Left out: the format is recognised from the header. */
  mapping?: unknown
  /** The shop's own mappings, recognised beside the built-in formats. */
  mappings?: readonly FileMapping[]
  limits?: Partial<FileLimits>
}

/** An opened file. Close it: it may own scratch files. */
export type OrderFile = {
  name: string
  format: 'csv' | 'xlsx'
  compression: PlainFile['compression']
  /** Null for a workbook. */
  encoding: TextEncoding | null
  delimiter: Delimiter | null
  headerRow: number
  header: readonly string[]
  /** Null when the format is unknown: only a preview is possible. */
  mapping: FileMapping | null
  /** The first rows of data. */
  head: readonly Row[]
  limits: FileLimits
  /** All rows of data, from the first one; can be read again. */
  rows(): AsyncGenerator<Row>
  close(): Promise<void>
}

const HEAD_ROWS = 220

/**
 * Opens a CSV or XLSX file, plain or packed with gzip or xz, by path or as a stream. Only the head is read (a packed file is
 * unpacked whole). Throws OrderFileRefused.
 */
export async function openOrderFile(
  source: string | ReadableStream<Uint8Array> | Readable,
  name: string,
  options: OpenOptions = {},
): Promise<OrderFile> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const wanted = options.mapping === undefined ? null : readMapping(options.mapping)
  const plain = await plainFile(source, name, limits)
  try {
    const table = await openTable(plain, limits)
    const rows = await table.head(HEAD_ROWS)
    const { row: headerRow, names, mapping } = findHeader(rows, [...(options.mappings ?? []), ...PRESETS], wanted)
    if (names.length > limits.maxColumns) throw new OrderFileRefused('fileTooManyColumns', { limit: limits.maxColumns })
    if (mapping?.kind === 'elsewhere')
      throw new OrderFileRefused('fileBelongsElsewhere', {
        format: mapping.title.zh,
        formatEn: mapping.title.en,
        page: mapping.page.zh,
        pageEn: mapping.page.en,
      })
    const isHint = hintRow(headerRow, names, mapping)
    const { format, encoding, delimiter } = table
    const head = rows.filter((row) => row.number > headerRow && !isHint(row))
    return {
      name: basename(name),
      format,
      compression: plain.compression,
      encoding,
      delimiter,
      headerRow,
      header: names,
      mapping,
      head,
      limits,
      rows: () => dataRows(table.rows(), headerRow, isHint),
      close: plain.close,
    }
  } catch (error) {
    await plain.close()
    throw error
  }
}

/** Checks a mapping file. Throws OrderFileRefused `fileMappingInvalid` with the first thing that is wrong. */
export function readMapping(json: unknown): FileMapping {
  const parsed = fileMapping.safeParse(json)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new OrderFileRefused('fileMappingInvalid', { path: issue?.path.join('.') || '/', reason: issue?.message ?? 'invalid' })
}

type Table = Pick<OrderFile, 'format' | 'encoding' | 'delimiter'> & {
  head(count: number): Promise<Row[]>
  rows(): AsyncGenerator<Row>
}
async function openTable(plain: PlainFile, limits: FileLimits): Promise<Table> {
  refuseForeign(plain.head)
  if (isZip(plain.head))
    return {
      format: 'xlsx',
      encoding: null,
      delimiter: null,
      head: (count) => xlsxHead(plain, count, limits),
      rows: xlsxRows(plain, limits),
    }
  const encoding = await detectEncoding(plain)
  const delimiter = detectDelimiter(new TextDecoder(encoding).decode(plain.head))
  const rows = () => csvRows(plain, encoding, delimiter, limits)
  return { format: 'csv', encoding, delimiter, rows, head: (count) => takeFirst(rows(), count) }
}

async function takeFirst(rows: AsyncGenerator<Row>, count: number): Promise<Row[]> {
  const taken: Row[] = []
  for await (const row of rows) {
    taken.push(row)
    if (taken.length >= count) break
  }
  return taken
}

async function* dataRows(rows: AsyncGenerator<Row>, headerRow: number, isHint: (row: Row) => boolean): AsyncGenerator<Row> {
  for await (const row of rows) if (row.number > headerRow && !isHint(row)) yield row
}

/** Right below the header some platforms explain their columns (收入+支出): such a row has no order number and no digit at all. */
function hintRow(headerRow: number, names: readonly string[], mapping: FileMapping | null): (row: Row) => boolean {
  if (!mapping || mapping.kind === 'elsewhere') return () => false
  const id = compileOrderId(mapping, columnsOf(names))
  return (row) => row.number === headerRow + 1 && id(row.cells) === '' && !row.cells.some((cell) => /\d/.test(cell))
}

/** A reading of the file: `entries` may be walked once; `counts` grow with it and are final at its end. */
export type OrderReading = { counts: ImportCounts; entries: AsyncGenerator<OrderFileEntry> }

/**
 * Everything in the file, order by order. Before the first entry the file is read once from end to end, so what refuses the whole
 * file (damage, ids destroyed by Excel, ceilings) refuses it before anything of it can be imported.
 */
export function readOrderFile(file: OrderFile): OrderReading {
  const counts = noCounts()
  return { counts, entries: entriesOf(file, file.mapping, () => file.rows(), counts) }
}

export const noCounts = (): ImportCounts => ({
  rows: 0,
  skippedRows: 0,
  refusedRows: 0,
  ordersSeen: 0,
  linesSeen: 0,
  orders: 0,
  lines: 0,
  refunds: 0,
})

/** Also serves the preview, with other rows. */
export async function* entriesOf(
  file: Pick<OrderFile, 'header' | 'limits'>,
  mapping: FileMapping | null,
  rows: () => AsyncIterable<Row> | Iterable<Row>,
  counts: ImportCounts,
): AsyncGenerator<OrderFileEntry> {
  if (!mapping || mapping.kind === 'elsewhere')
    throw new OrderFileRefused('fileFormatUnknown', { columns: file.header.slice(0, 6).join('、') })
  const columns: Columns = columnsOf(file.header)
  const ids = watchIds(mapping, columns)
  if (mapping.kind === 'refunds') {
    for await (const row of rows()) ids.see(row)
    ids.conclude()
    yield* readRefunds(rows(), mapping, columns, counts)
    return
  }
  const plan = await planOrders(rows(), mapping, columns, ids.see)
  ids.conclude()
  yield* readOrders(rows(), mapping, columns, plan, file.limits, counts)
}
