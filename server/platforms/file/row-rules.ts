import type { OrdersMapping, RefundsMapping } from '#contract/import.ts'
import type { ProblemParams, RowProblemCode } from '#contract/import-problems.ts'
import { cellId, cellText } from './cell-text.ts'
import type { Columns } from './columns.ts'
import { type Cells, compileCondition, compileText, type Writing } from './compile-source.ts'
import type { Row } from './csv-rows.ts'
import { RowRefused } from './row-refused.ts'

/** What the mapping's rules say about a row before anybody looks at the order it belongs to. */
export type RowVerdict = { kind: 'keep' } | { kind: 'skip' } | { kind: 'refuse'; reason: RowRefused; also: RowProblemCode[] }

const KEEP: RowVerdict = { kind: 'keep' }
const SKIP: RowVerdict = { kind: 'skip' }

export const writingOf = (mapping: OrdersMapping | RefundsMapping): Writing => ({
  decimalPoint: mapping.money.decimalPoint,
  unit: mapping.money.unit,
  dates: mapping.dates,
  zone: mapping.zone,
})

/** The order's number; '' when the row has none. A word that the mapping cannot translate is no number either. */
export function compileOrderId(mapping: OrdersMapping | RefundsMapping, columns: Columns): (cells: Cells) => string {
  const source = mapping.kind === 'orders' ? mapping.order.platformOrderId : mapping.refund.platformOrderId
  const text = compileText(source, columns, writingOf(mapping))
  return (cells) => {
    try {
      return cellId(text(cells)).slice(0, 100)
    } catch (error) {
      if (error instanceof RowRefused) return ''
      throw error
    }
  }
}

export function compileRowRules(mapping: OrdersMapping | RefundsMapping, columns: Columns): (row: Row) => RowVerdict {
  const writing = writingOf(mapping)
  const width = columns.names.length
  const skips = mapping.skip.map((condition) => compileCondition(condition, columns, writing))
  const rules = mapping.refuse.map((rule) => ({
    holds: compileCondition(rule.when, columns, writing),
    code: rule.code,
    params: reasonParams(rule.reason),
  }))
  return (row) => {
    const { cells } = row
    if (cells.every((cell) => cellText(cell) === '')) return SKIP
    if (skips.some((holds) => holds(cells))) return SKIP
    if (cells.length > width && cells.slice(width).some((cell) => cellText(cell) !== '')) {
      return { kind: 'refuse', reason: new RowRefused('cellsShifted', { cells: cells.length, columns: width }), also: [] }
    }
    const [first, ...others] = rules.filter(({ holds }) => holds(cells))
    if (!first) return KEEP
    return { kind: 'refuse', reason: new RowRefused(first.code, first.params), also: others.map(({ code }) => code) }
  }
}

function reasonParams(reason: { zh: string; en: string } | undefined): ProblemParams {
  return reason ? { reason: reason.zh, reasonEn: reason.en } : {}
}
