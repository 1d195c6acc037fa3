import { createReadStream, createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type StreamRow, streamXlsxRows } from 'hucre/xlsx'
import type { Row } from './csv-rows.ts'
import { type FileLimits, OrderFileRefused } from './file-refused.ts'
import type { PlainFile } from './plain-file.ts'

/** An archive is taken into memory whole, so it has its own, lower ceilings. */
const MAX_ARCHIVE_BYTES = 128 << 20
const MAX_PART_BYTES = 512 << 20

export const isZip = (head: Buffer) => head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))

/** The first `count` rows, without unpacking the rest of the sheet. */
export async function xlsxHead(file: PlainFile, count: number, limits: FileLimits): Promise<Row[]> {
  const rows: Row[] = []
  for await (const row of sheetRows(file, limits, count)) rows.push(row)
  return rows
}

/**
 * All rows, as often as asked. The sheet parser runs ahead of whoever reads it, so its rows are written to a scratch file once, at
 * full speed, and read from there at the reader's pace: memory stays flat however slow the reader is.
 */
export function xlsxRows(file: PlainFile, limits: FileLimits): () => AsyncGenerator<Row> {
  let written: Promise<string> | null = null
  return async function* () {
    written ??= writeRows(file, limits)
    const lines = createInterface({ input: createReadStream(await written), crlfDelay: Number.POSITIVE_INFINITY })
    for await (const line of lines) {
      const [number, ...cells] = JSON.parse(line) as [number, ...string[]]
      yield { number, cells }
    }
  }
}

async function writeRows(file: PlainFile, limits: FileLimits): Promise<string> {
  const path = await file.scratchPath('rows.ndjson')
  const blocks = Readable.from(asLines(sheetRows(file, limits)), { objectMode: false })
  await pipeline(blocks, createWriteStream(path, { mode: 0o600 }))
  return path
}

async function* asLines(rows: AsyncIterable<Row>): AsyncGenerator<string> {
  let block = ''
  for await (const row of rows) {
    block += `${JSON.stringify([row.number, ...row.cells])}\n`
    if (block.length < 1 << 16) continue
    yield block
    block = ''
  }
  if (block) yield block
}

async function* sheetRows(file: PlainFile, limits: FileLimits, maxRows?: number): AsyncGenerator<Row> {
  if (file.size > MAX_ARCHIVE_BYTES) throw new OrderFileRefused('fileTooLarge', { limitMb: MAX_ARCHIVE_BYTES >> 20 })
  const bytes = await readFile(file.path)
  checkArchive(bytes)
  let seen = 0
  try {
    for await (const row of streamXlsxRows(bytes, maxRows ? { maxRows } : {})) {
      seen += 1
      if (seen > limits.maxRows) throw new OrderFileRefused('fileTooManyRows', { limit: limits.maxRows })
      if (row.values.length > limits.maxColumns) throw new OrderFileRefused('fileTooManyColumns', { limit: limits.maxColumns })
      const cells = row.values.map(cellText)
      if (row.values.length > 0 && cells.reduce((sum, cell) => sum + cell.length, 0) > limits.maxRowBytes)
        throw new OrderFileRefused('fileRowTooLong', { row: row.index + 1, limit: limits.maxRowBytes })
      yield { number: row.index + 1, cells }
    }
  } catch (error) {
    if (error instanceof OrderFileRefused) throw error
    // Only the workbook library runs above, and a damaged file makes it throw errors of any kind.
    throw new OrderFileRefused('fileWorkbookDamaged', {
      reason: error instanceof Error ? error.message.slice(0, 200) : 'unknown',
    })
  }
}

/** What the archive's directory promises; the reader holds each part to it. Refuses bombs before anything is unpacked. */
function checkArchive(bytes: Buffer): void {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0 || end + 22 > bytes.length)
    throw new OrderFileRefused('fileWorkbookDamaged', { reason: 'the end of the archive is missing' })
  const names: string[] = []
  let at = bytes.readUInt32LE(end + 16)
  let unpacked = 0
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50)
      throw new OrderFileRefused('fileWorkbookDamaged', { reason: 'the directory of the archive is broken' })
    const packedSize = bytes.readUInt32LE(at + 20)
    const size = bytes.readUInt32LE(at + 24)
    if (size === 0 && packedSize > 2) throw new OrderFileRefused('fileWorkbookDamaged', { reason: 'a part hides its size' })
    unpacked += size
    const nameLength = bytes.readUInt16LE(at + 28)
    names.push(bytes.toString('utf8', at + 46, at + 46 + nameLength))
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  if (unpacked > MAX_PART_BYTES) throw new OrderFileRefused('fileTooLarge', { limitMb: MAX_PART_BYTES >> 20 })
  if (!names.includes('xl/workbook.xml')) throw new OrderFileRefused('fileTypeUnsupported', { type: 'zip' })
}

/**
 * A cell as text. A number of 16 and more digits is one that Excel has rounded (it keeps 15), so it is written in the form that the
 * id check knows as destroyed; exact ones (below 2^53 and not ending in zero) stay as they are.
 */
function cellText(value: StreamRow['values'][number]): string {
  if (typeof value === 'string') return value
  if (value === null) return ''
  if (value instanceof Date)
    return Number.isNaN(value.getTime())
      ? ''
      : new Date(Math.round(value.getTime() / 1000) * 1000).toISOString().slice(0, 19).replace('T', ' ')
  if (typeof value === 'number' && Math.abs(value) >= 1e15 && !(Number.isSafeInteger(value) && value % 10 !== 0))
    return value.toExponential().replace('e+', 'E+')
  return String(value)
}
