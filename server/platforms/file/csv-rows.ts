import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { type FileLimits, OrderFileRefused } from './file-refused.ts'
import type { PlainFile } from './plain-file.ts'
import { decodeText, type TextEncoding } from './text-encoding.ts'

/** `number` counts as a spreadsheet does: the first row of the file is 1, a cell with line breaks is still one row. */
export type Row = { number: number; cells: string[] }

const DELIMITERS = [',', '\t', ';'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** The separator that cuts some line of the file's head into most cells; quoted text does not count. */
export function detectDelimiter(head: string): Delimiter {
  const lines = head.split(/\r\n|\n|\r/, 20).map((line) => line.replace(/"[^"]*"/g, ''))
  const most = (delimiter: string) => Math.max(...lines.map((line) => line.split(delimiter).length))
  return DELIMITERS.reduce((best, candidate) => (most(candidate) > most(best) ? candidate : best))
}

export async function* csvRows(
  file: PlainFile,
  encoding: TextEncoding,
  delimiter: Delimiter,
  limits: FileLimits,
): AsyncGenerator<Row> {
  // Bare quotes stay text (="123"); short and long rows are judged later, with the header at hand.
  const parser = parse({
    delimiter,
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: limits.maxRowBytes,
    info: false,
  })
  pipeline(
    createReadStream(file.path, { highWaterMark: 1 << 18 }),
    (chunks: AsyncIterable<Buffer>) => decodeText(chunks, encoding),
    parser,
    () => {}, // an error reaches the loop below through the parser
  )
  let number = 0
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      number += 1
      if (number > limits.maxRows) throw new OrderFileRefused('fileTooManyRows', { limit: limits.maxRows })
      if (cells.length > limits.maxColumns) throw new OrderFileRefused('fileTooManyColumns', { limit: limits.maxColumns })
      yield { number, cells }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    if (error.code === 'CSV_MAX_RECORD_SIZE')
      throw new OrderFileRefused('fileRowTooLong', { row: number + 1, limit: limits.maxRowBytes })
    throw new OrderFileRefused('fileQuoteNotClosed', { row: number + 1 })
  } finally {
    parser.destroy()
  }
}
