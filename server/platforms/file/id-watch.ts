import type { FileMapping, TextSource } from '#contract/import.ts'
import { cellId, isDestroyedId, isLongNumber, roundedDigits } from './cell-text.ts'
import type { Columns } from './columns.ts'
import type { Row } from './csv-rows.ts'
import { OrderFileRefused } from './file-refused.ts'

/** A file is told as rounded when all its long ids end in zeros that together have less than this chance of being real: 10^-3. */
const TELLING_ZEROS = 3

type Watch = {
  index: number
  column: string
  genuine: boolean
  zeros: number
  last: string
  first: { row: number; value: string } | null
}

/** Watches the id columns for numbers that Excel has rounded. `see` every row, then `conclude`. Both refuse the whole file. */
export function watchIds(mapping: FileMapping, columns: Columns): { see(row: Row): void; conclude(): void } {
  const watches = idColumns(mapping).map(
    (column): Watch => ({ index: columns.indexOf(column), column, genuine: false, zeros: 0, last: '', first: null }),
  )
  const watched = watches.filter((watch) => watch.index >= 0)
  return {
    see(row) {
      for (const watch of watched) look(watch, row)
    },
    conclude() {
      for (const { column, genuine, zeros, first } of watched)
        if (first && !genuine && zeros >= TELLING_ZEROS)
          throw new OrderFileRefused('fileIdsDestroyed', { row: first.row, column, value: first.value })
    },
  }
}

function look(watch: Watch, row: Row): void {
  const id = cellId(row.cells[watch.index] ?? '')
  if (id.length < 4 || id === watch.last) return
  watch.last = id
  if (isDestroyedId(id)) throw new OrderFileRefused('fileIdsDestroyed', { row: row.number, column: watch.column, value: id })
  if (watch.genuine || !isLongNumber(id)) return
  const zeros = roundedDigits(id)
  if (zeros === 0) watch.genuine = true
  watch.zeros += zeros
  watch.first ??= { row: row.number, value: id }
}

function idColumns(mapping: FileMapping): string[] {
  if (mapping.kind === 'elsewhere') return []
  const { platformOrderId, ...others } =
    mapping.kind === 'refunds'
      ? {
          platformOrderId: mapping.refund.platformOrderId,
          refund: mapping.refund.platformRefundId,
          item: mapping.refund.platformItemId,
        }
      : {
          platformOrderId: mapping.order.platformOrderId,
          line: mapping.line.platformLineId,
          item: mapping.line.platformItemId,
          sku: mapping.line.platformSkuId,
        }
  return [...new Set([platformOrderId, ...Object.values(others)].flatMap(columnNames))]
}

function columnNames(source: TextSource | undefined): string[] {
  if (source === undefined) return []
  if (typeof source === 'string') return [source]
  if ('column' in source) return [source.column]
  if ('firstOf' in source) return source.firstOf.flatMap(columnNames)
  if ('cases' in source) return [...source.cases.flatMap(({ use }) => columnNames(use)), ...columnNames(source.otherwise)]
  return []
}
