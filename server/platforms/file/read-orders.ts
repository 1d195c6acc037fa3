import { createHash } from 'node:crypto'
import type { OrdersMapping } from '#contract/import.ts'
import { type ImportCounts, type ImportProblem, problemMessage } from '#contract/import-problems.ts'
import type { OrderSnapshot } from '#server/platforms/platform.ts'
import { compileLineCount } from './build-line.ts'
import { compileOrder } from './build-order.ts'
import { cellText } from './cell-text.ts'
import type { Columns } from './columns.ts'
import type { Cells } from './compile-source.ts'
import type { Row } from './csv-rows.ts'
import { type FileLimits, OrderFileRefused } from './file-refused.ts'
import { OrderRowCounts } from './order-row-counts.ts'
import { RowRefused } from './row-refused.ts'
import { compileOrderId, compileRowRules, type RowVerdict, writingOf } from './row-rules.ts'

/** Same facts, same hash: an order whose hash is known needs no further work. */
export type OrderEntry = { kind: 'order'; snapshot: OrderSnapshot; firstRow: number; rowCount: number; contentHash: string }
export type RefusedEntry = { kind: 'refused' } & ImportProblem & { message: { zh: string; en: string } }

export type Plan = { rowsOf: OrderRowCounts }
type Rows = AsyncIterable<Row> | Iterable<Row>

/** The first reading: which order has how many rows. `see` gets every row that is data. */
export async function planOrders(rows: Rows, mapping: OrdersMapping, columns: Columns, see: (row: Row) => void): Promise<Plan> {
  const verdictOf = compileRowRules(mapping, columns)
  const idOf = compileOrderId(mapping, columns)
  const rowsOf = new OrderRowCounts()
  for await (const row of rows) {
    if (verdictOf(row).kind === 'skip') continue
    see(row)
    const id = idOf(row.cells)
    if (id) rowsOf.add(id)
  }
  return { rowsOf }
}

type Waiting = { rows: Row[]; left: number }

/**
 * The second reading. An order is finished with its last row, so rows of one order may lie anywhere in the file and only orders
 * that are still incomplete are held.
 */
export async function* readOrders(
  rows: Rows,
  mapping: OrdersMapping,
  columns: Columns,
  plan: Plan,
  limits: FileLimits,
  counts: ImportCounts,
): AsyncGenerator<OrderEntry | RefusedEntry> {
  const verdictOf = compileRowRules(mapping, columns)
  const idOf = compileOrderId(mapping, columns)
  const finish = compileFinish(mapping, columns, counts)
  const waiting = new Map<string, Waiting>()
  const repeated = new Set<string>()
  let waitingRows = 0
  counts.ordersSeen = plan.rowsOf.orders
  for await (const row of rows) {
    const verdict = verdictOf(row)
    if (verdict.kind === 'skip') {
      counts.skippedRows += 1
      continue
    }
    counts.rows += 1
    const id = idOf(row.cells)
    const known = plan.rowsOf.rowsOf(id)
    const alone = !id || mapping.rows === 'orderPerRow' || known === 1
    if (verdict.kind === 'refuse' || !id) yield refusedRow(row, id, verdict, counts)
    else if (repeated.has(id)) yield refused(row.number, 1, id, new RowRefused('orderRepeated', { orderId: id }), counts)
    else if (alone) {
      if (known > 1) repeated.add(id)
      yield finish(id, [row])
    }
    if (alone) continue
    const order = waiting.get(id) ?? { rows: [], left: known }
    waiting.set(id, order)
    order.left -= 1
    if (verdict.kind === 'keep') {
      order.rows.push(row)
      waitingRows += 1
    }
    if (order.left <= 0) {
      waiting.delete(id)
      waitingRows -= order.rows.length
      if (order.rows.length > 0) yield finish(id, order.rows)
    } else if (waitingRows > limits.maxWaitingRows)
      throw new OrderFileRefused('fileRowsScattered', { limit: limits.maxWaitingRows })
  }
  for (const [id, order] of waiting) if (order.rows.length > 0) yield finish(id, order.rows)
}

function compileFinish(
  mapping: OrdersMapping,
  columns: Columns,
  counts: ImportCounts,
): (id: string, rows: readonly Row[]) => OrderEntry | RefusedEntry {
  const build = compileOrder(mapping, columns, writingOf(mapping))
  const linesIn = compileLineCount(mapping, columns, writingOf(mapping))
  return (id, rows) => {
    const firstRow = rows[0]?.number ?? 1
    const cells: Cells[] = rows.map((row) => row.cells)
    counts.linesSeen += cells.reduce((sum, one) => sum + linesIn(one), 0)
    try {
      const snapshot = build(id, cells)
      counts.orders += 1
      counts.lines += snapshot.lines.length
      return { kind: 'order', snapshot, firstRow, rowCount: rows.length, contentHash: contentHash(snapshot) }
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error
      return refused(firstRow, rows.length, id, error, counts)
    }
  }
}

export const contentHash = (facts: unknown) => createHash('sha256').update(JSON.stringify(facts)).digest('base64url')

export function refusedRow(row: Row, id: string, verdict: RowVerdict, counts: ImportCounts): RefusedEntry {
  if (verdict.kind === 'refuse') return refused(row.number, 1, id, verdict.reason, counts, verdict.also)
  return refused(row.number, 1, '', new RowRefused('orderIdMissing'), counts)
}

export function refused(
  row: number,
  rowCount: number,
  platformOrderId: string,
  reason: RowRefused,
  counts: ImportCounts,
  also: ImportProblem['also'] = [],
): RefusedEntry {
  counts.refusedRows += rowCount
  const { code, params } = reason
  const message = { zh: problemMessage(code, params, 'zh'), en: problemMessage(code, params, 'en') }
  return { kind: 'refused', row, rowCount, platformOrderId: cellText(platformOrderId), code, params, also, message }
}
