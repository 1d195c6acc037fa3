/** Writes an export to disk while its rows are read: a list of any length takes the same memory. */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify/sync'
import { writeXlsxStream } from 'hucre/xlsx'
import type { Cell } from './export-columns-rules.ts'
import type { ExportFormat } from './order-export.ts'

type Sheet = { header: string[]; batches: AsyncIterable<Cell[][]> }

export async function writeExport(path: string, format: ExportFormat, sheet: Sheet): Promise<void> {
  const bytes = format === 'csv' ? Readable.from(csvOf(sheet)) : Readable.fromWeb(xlsxOf(sheet) as never)
  await pipeline(bytes, createWriteStream(path, { mode: 0o600 }))
}

/** With a mark that tells Excel it is UTF-8. A cell that a spreadsheet would take for a formula (= + - @ …) begins with an apostrophe. */
async function* csvOf({ header, batches }: Sheet): AsyncGenerator<string> {
  const lines = (rows: Cell[][]): string => stringify(rows, { escape_formulas: true, record_delimiter: '\r\n' })
  yield `\uFEFF${lines([header])}`
  for await (const rows of batches) yield lines(rows)
}

/** Texts are stored as texts, which no program takes for formulas. */
const xlsxOf = ({ header, batches }: Sheet): ReadableStream<Uint8Array> =>
  writeXlsxStream(rowsOf(batches), {
    name: 'orders',
    columns: header.map((title) => ({ header: title })),
    freezePane: { rows: 1 },
  })

async function* rowsOf(batches: AsyncIterable<Cell[][]>): AsyncGenerator<Cell[]> {
  for await (const rows of batches) yield* rows
}
