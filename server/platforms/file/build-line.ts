import type { OrdersMapping } from '#contract/import.ts'
import { type OrderLineSnapshot, REFUND_STATES, type RefundState } from '#server/platforms/platform.ts'
import { cellId, cellText, wholeNumber } from './cell-text.ts'
import type { Columns } from './columns.ts'
import { type Cells, compileCondition, compileFen, compileText, type Writing } from './compile-source.ts'
import { RowRefused, shownCell } from './row-refused.ts'

/** A line before the order's totals are spread over it; null = the file does not say. */
export type DraftLine = Omit<OrderLineSnapshot, 'shipped' | 'refundState' | 'refundedFen' | 'priceFen' | 'paidFen'> & {
  priceFen: number | null
  paidFen: number | null
  refundedFen: number | null
  refundState: RefundState | null
}

/** Lines of one row: none, one, or several when the platform joins them in one row. */
export function compileLines(mapping: OrdersMapping, columns: Columns, writing: Writing): (cells: Cells) => DraftLine[] {
  const read = compileLine(mapping, columns, writing)
  const split = compileSplit(mapping, columns)
  const holds = mapping.line.when ? compileCondition(mapping.line.when, columns, writing) : () => true
  return (cells) => {
    if (!holds(cells)) return []
    const parts = split(cells)
    return parts.length === 1 ? [read(cells, 0, 1)] : parts.map((part, index) => read(part, index, parts.length))
  }
}

/** How many lines a row speaks of, also when they cannot be imported. */
export function compileLineCount(mapping: OrdersMapping, columns: Columns, writing: Writing): (cells: Cells) => number {
  const holds = mapping.line.when ? compileCondition(mapping.line.when, columns, writing) : () => true
  const index = columns.indexOf(mapping.splitCells?.columns[0] ?? '')
  const separator = mapping.splitCells?.separator
  return (cells) => (!holds(cells) ? 0 : separator && index >= 0 ? partsOf(cells[index] ?? '', separator).length : 1)
}

const partsOf = (cell: string, separator: string) =>
  cellText(cell)
    .split(separator)
    .map((part) => part.trim())
    .filter((part, index, all) => part !== '' || all.length === 1 || index < all.length - 1)

function compileSplit(mapping: OrdersMapping, columns: Columns): (cells: Cells) => Cells[] {
  const { splitCells } = mapping
  if (!splitCells) return (cells) => [cells]
  const indexes = splitCells.columns.map((name) => columns.indexOf(name)).filter((index) => index >= 0)
  const lead = columns.indexOf(splitCells.columns[0] ?? '')
  const quantityIndex = typeof mapping.line.quantity === 'string' ? columns.indexOf(mapping.line.quantity) : -1
  return (cells) => {
    const count = lead < 0 ? 1 : partsOf(cells[lead] ?? '', splitCells.separator).length
    if (count === 1) return [cells]
    const quantity = cellText(cells[quantityIndex])
    // Only one piece each is certain: 4 pieces over 2 goods may be 1 and 3.
    if (wholeNumber(quantity) !== count) throw new RowRefused('quantityNotSplittable', { quantity, lines: count })
    return Array.from({ length: count }, (_, part) => {
      const own = [...cells]
      for (const index of indexes) {
        const parts = partsOf(cells[index] ?? '', splitCells.separator)
        if (parts.length === count) own[index] = parts[part] ?? ''
      }
      own[quantityIndex] = '1'
      return own
    })
  }
}

function compileLine(
  mapping: OrdersMapping,
  columns: Columns,
  writing: Writing,
): (cells: Cells, part: number, parts: number) => DraftLine {
  const { line } = mapping
  const text = (source: Parameters<typeof compileText>[0]) => compileText(source, columns, writing)
  const lineId = text(line.platformLineId)
  const itemId = text(line.platformItemId)
  const skuId = text(line.platformSkuId)
  const merchantSku = text(line.merchantSku)
  const title = text(line.title)
  const variant = text(line.variant)
  const refundState = text(line.refundState)
  const quantity = compileQuantity(line.quantity, columns)
  const price = compileFen(line.price, columns, writing)
  const paid = compileFen(line.paid, columns, writing)
  const refunded = compileFen(line.refunded, columns, writing)
  const share = (fen: number | null, part: number, parts: number) =>
    fen === null || parts === 1 ? fen : Math.floor(fen / parts) + (part < fen % parts ? 1 : 0)
  return (cells, part, parts) => ({
    platformLineId: cellId(lineId(cells)),
    platformItemId: cellId(itemId(cells)),
    platformSkuId: cellId(skuId(cells)),
    merchantSku: merchantSku(cells),
    title: title(cells),
    variant: variant(cells),
    quantity: quantity(cells),
    priceFen: share(price?.(cells) ?? null, part, parts),
    paidFen: share(paid?.(cells) ?? null, part, parts),
    refundState: refundStateOf(refundState(cells)),
    refundedFen: share(refunded?.(cells) ?? null, part, parts),
  })
}

function compileQuantity(source: OrdersMapping['line']['quantity'], columns: Columns): (cells: Cells) => number {
  if (typeof source === 'object') return () => source.constant
  const index = columns.indexOf(source)
  return (cells) => {
    const cell = cells[index] ?? ''
    const quantity = wholeNumber(cell)
    if (Number.isNaN(quantity)) throw new RowRefused('quantityUnreadable', { value: shownCell(cell) })
    if (quantity <= 0) throw new RowRefused('quantityNotPositive', { value: quantity })
    return quantity
  }
}

export function refundStateOf(text: string): RefundState | null {
  if (text === '') return null
  const state = REFUND_STATES.find((one) => one === text)
  if (!state) throw new RowRefused('statusUnknown', { value: text.slice(0, 100) })
  return state
}
