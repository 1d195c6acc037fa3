import type { RefundsMapping } from '#contract/import.ts'
import type { ImportCounts } from '#contract/import-problems.ts'
import type { RefundState } from '#server/platforms/platform.ts'
import { refundStateOf } from './build-line.ts'
import { cellId } from './cell-text.ts'
import type { Columns } from './columns.ts'
import { type Cells, checkedFen, compileFen, compileText, compileTime } from './compile-source.ts'
import type { Row } from './csv-rows.ts'
import { contentHash, type RefusedEntry, refused, refusedRow } from './read-orders.ts'
import { RowRefused } from './row-refused.ts'
import { compileOrderId, compileRowRules, writingOf } from './row-rules.ts'

/** What a refund export says about an order that is already here. Money in fen, times ISO 8601 UTC. */
export type RefundFact = {
  platformOrderId: string
  platformRefundId: string
  platformItemId: string
  state: RefundState
  platformStatus: string
  refundFen: number
  reason: string
  askedAt: string
  finishedAt: string | null
  /** Version of this refund: the latest of its times. */
  modifiedAt: string
}
export type RefundEntry = { kind: 'refund'; refund: RefundFact; row: number; contentHash: string }

export async function* readRefunds(
  rows: AsyncIterable<Row> | Iterable<Row>,
  mapping: RefundsMapping,
  columns: Columns,
  counts: ImportCounts,
): AsyncGenerator<RefundEntry | RefusedEntry> {
  const verdictOf = compileRowRules(mapping, columns)
  const build = compileRefund(mapping, columns)
  const idOf = compileOrderId(mapping, columns)
  for await (const row of rows) {
    const verdict = verdictOf(row)
    if (verdict.kind === 'skip') {
      counts.skippedRows += 1
      continue
    }
    counts.rows += 1
    const id = idOf(row.cells)
    if (verdict.kind === 'refuse' || !id) {
      yield refusedRow(row, id, verdict, counts)
      continue
    }
    try {
      const refund = build(id, row.cells)
      counts.refunds += 1
      yield { kind: 'refund', refund, row: row.number, contentHash: contentHash(refund) }
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error
      yield refused(row.number, 1, id, error, counts)
    }
  }
}

function compileRefund(mapping: RefundsMapping, columns: Columns): (platformOrderId: string, cells: Cells) => RefundFact {
  const { refund } = mapping
  const writing = writingOf(mapping)
  const text = (source: Parameters<typeof compileText>[0]) => compileText(source, columns, writing)
  const refundId = text(refund.platformRefundId)
  const itemId = text(refund.platformItemId)
  const state = text(refund.status)
  const platformStatus = text(
    refund.platformStatus ?? (typeof refund.status === 'object' && 'column' in refund.status ? refund.status.column : undefined),
  )
  const reason = text(refund.reason)
  const fen = compileFen(refund.amount, columns, writing)
  const asked = compileTime('askedAt', refund.askedAt, columns, writing)
  const finished = compileTime('finishedAt', refund.finishedAt, columns, writing)
  return (platformOrderId, cells) => {
    const askedAt = asked(cells)
    const refundFen = fen?.(cells) ?? null
    const known = refundStateOf(state(cells))
    if (askedAt === null) throw new RowRefused('valueMissing', { field: 'askedAt' })
    if (refundFen === null) throw new RowRefused('valueMissing', { field: 'amount' })
    checkedFen('amount', refundFen)
    if (known === null) throw new RowRefused('valueMissing', { field: 'status' })
    const finishedAt = finished(cells)
    const modifiedAt = finishedAt !== null && finishedAt > askedAt ? finishedAt : askedAt
    return {
      platformOrderId,
      platformRefundId: cellId(refundId(cells)),
      platformItemId: cellId(itemId(cells)),
      state: known,
      platformStatus: platformStatus(cells),
      refundFen,
      reason: reason(cells),
      askedAt,
      finishedAt,
      modifiedAt,
    }
  }
}
