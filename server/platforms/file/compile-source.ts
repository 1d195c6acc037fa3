import type { AmountSource, OrderAmountSource, OrderTimeSource, RowCondition, TextSource } from '#contract/import.ts'
import { MOST_FEN } from '#contract/operation.ts'
import { amountUnits, cellText, fenOf, plainNumber, UNITS_PER_FEN, wholeNumber } from './cell-text.ts'
import { type Columns, plainName } from './columns.ts'
import { RowRefused, shownCell } from './row-refused.ts'
import { type DateOrder, readTime } from './wall-time.ts'

export type Cells = readonly string[]
export type TextOf = (cells: Cells) => string
/** Hundredths of a fen; null when the file gives none. */
type UnitsOf = (cells: Cells) => number | null
export type Holds = (cells: Cells) => boolean
/** How numbers and times are written in this file. */
export type Writing = { decimalPoint: '.' | ','; unit: 'major' | 'minor'; dates: DateOrder; zone: string }

const nothing: TextOf = () => ''
export function compileText(source: TextSource | undefined, columns: Columns, writing: Writing): TextOf {
  if (source === undefined) return nothing
  if (typeof source === 'string') return columnText(source, columns)
  if ('constant' in source) return () => source.constant
  if ('firstOf' in source) {
    const each = source.firstOf.map((one) => compileText(one, columns, writing))
    return (cells) => {
      for (const read of each) {
        const text = read(cells)
        if (text) return text
      }
      return ''
    }
  }
  if ('cases' in source) return compileCases(source, columns, writing, (one) => compileText(one, columns, writing))
  const read = columnText(source.column, columns)
  const { words, otherwise, whenEmpty = '' } = source
  if (!words) return (cells) => read(cells) || whenEmpty
  const known = new Map(Object.entries(words).map(([word, ours]) => [plainName(word), ours]))
  const seen = new Map<string, string | undefined>()
  return (cells) => {
    const word = read(cells)
    if (!word) return whenEmpty
    if (!seen.has(word) && seen.size < 1000) seen.set(word, known.get(plainName(word)))
    const ours = seen.get(word) ?? known.get(plainName(word)) ?? otherwise
    if (ours === undefined) throw new RowRefused('statusUnknown', { value: word.slice(0, 100) })
    return ours
  }
}

function columnText(name: string, columns: Columns): TextOf {
  const index = columns.indexOf(name)
  return index < 0 ? nothing : (cells) => cellText(cells[index])
}

function compileCases<S, T>(
  source: { cases: { when: RowCondition; use: S }[]; otherwise: S },
  columns: Columns,
  writing: Writing,
  compile: (one: S) => (cells: Cells) => T,
): (cells: Cells) => T {
  const cases = source.cases.map(({ when, use }) => ({ holds: compileCondition(when, columns, writing), read: compile(use) }))
  const otherwise = compile(source.otherwise)
  return (cells) => (cases.find(({ holds }) => holds(cells))?.read ?? otherwise)(cells)
}

export function compileCondition(condition: RowCondition, columns: Columns, writing: Writing): Holds {
  if ('all' in condition) {
    const all = condition.all.map((one) => compileCondition(one, columns, writing))
    return (cells) => all.every((holds) => holds(cells))
  }
  if ('any' in condition) {
    const any = condition.any.map((one) => compileCondition(one, columns, writing))
    return (cells) => any.some((holds) => holds(cells))
  }
  if ('not' in condition) {
    const holds = compileCondition(condition.not, columns, writing)
    return (cells) => !holds(cells)
  }
  const read = columnText(condition.column, columns)
  if ('is' in condition) {
    const words = new Set((Array.isArray(condition.is) ? condition.is : [condition.is]).map(plainName))
    return (cells) => words.has(plainName(read(cells)))
  }
  if ('startsWith' in condition) return (cells) => read(cells).startsWith(condition.startsWith)
  if ('contains' in condition) return (cells) => read(cells).includes(condition.contains)
  if ('empty' in condition) return (cells) => (read(cells) === '') === condition.empty
  const number: (cells: Cells) => number = (cells) => plainNumber(read(cells), writing.decimalPoint)
  const limit = 'atMost' in condition ? condition.atMost : condition.atLeast
  const other = typeof limit === 'number' ? null : columnText(limit.column, columns)
  const bound = (cells: Cells) => (other ? plainNumber(other(cells), writing.decimalPoint) : Number(limit))
  return 'atMost' in condition ? (cells) => number(cells) <= bound(cells) : (cells) => number(cells) >= bound(cells)
}

function compileUnits(source: AmountSource, columns: Columns, writing: Writing): UnitsOf {
  if (typeof source === 'string') return columnUnits(source, columns, writing)
  if ('constant' in source) return () => Math.round(source.constant * 100) * UNITS_PER_FEN
  if ('cases' in source) return compileCases(source, columns, writing, (one) => compileUnits(one, columns, writing))
  if ('times' in source) {
    const amount = compileUnits(source.times[0], columns, writing)
    const quantity = columnText(source.times[1], columns)
    return (cells) => {
      const units = amount(cells)
      const count = wholeNumber(quantity(cells))
      if (Number.isNaN(count)) throw new RowRefused('quantityUnreadable', { value: shownCell(quantity(cells)) })
      return units === null ? null : units * count
    }
  }
  const parts = ('plus' in source ? source.plus : 'minus' in source ? source.minus : source.firstOf).map((one) =>
    compileUnits(one, columns, writing),
  )
  if ('firstOf' in source) {
    return (cells) => {
      for (const read of parts) {
        const units = read(cells)
        if (units !== null) return units
      }
      return null
    }
  }
  const sign = 'minus' in source ? -1 : 1
  return (cells) => {
    const units = parts.map((read) => read(cells))
    return units.every((one) => one === null)
      ? null
      : units.reduce<number>((sum, one, index) => sum + (index === 0 ? 1 : sign) * (one ?? 0), 0)
  }
}

function columnUnits(name: string, columns: Columns, writing: Writing): UnitsOf {
  const index = columns.indexOf(name)
  if (index < 0) return () => null
  return (cells) => {
    const units = amountUnits(cells[index] ?? '', writing.decimalPoint, writing.unit)
    if (Number.isNaN(units)) throw new RowRefused('amountUnreadable', { field: name, value: shownCell(cells[index] ?? '') })
    return units
  }
}

/** Fen of one row. */
export function compileFen(
  source: AmountSource | undefined,
  columns: Columns,
  writing: Writing,
): ((cells: Cells) => number | null) | null {
  if (source === undefined) return null
  const units = compileUnits(source, columns, writing)
  return (cells) => {
    const value = units(cells)
    return value === null ? null : fenOf(value)
  }
}

/** An amount that may stand in an order: neither negative nor above MOST_FEN. Throws RowRefused `amountNegative`, `amountTooLarge`. */
export function checkedFen<T extends number | null>(field: string, fen: T): T {
  if (fen !== null && fen < 0) throw new RowRefused('amountNegative', { field, value: fen / 100 })
  if (fen !== null && fen > MOST_FEN) throw new RowRefused('amountTooLarge', { field })
  return fen
}

/** Fen of an order over its rows: once (the first row that has it), or added up. Each row is rounded before adding, as its line is. */
export function compileOrderFen(
  source: OrderAmountSource | undefined,
  columns: Columns,
  writing: Writing,
): ((rows: readonly Cells[]) => number | null) | null {
  if (source === undefined) return null
  if (typeof source === 'object' && 'sumOfRows' in source) {
    const fen = compileFen(source.sumOfRows, columns, writing)
    return (rows) => rows.reduce((sum, cells) => sum + (fen?.(cells) ?? 0), 0)
  }
  const fen = compileFen(source, columns, writing)
  return (rows) => firstOf(rows, (cells) => fen?.(cells) ?? null)
}

/** ISO 8601 UTC of an order over its rows, or null. */
export function compileOrderTime(
  field: string,
  source: OrderTimeSource | undefined,
  columns: Columns,
  writing: Writing,
): (rows: readonly Cells[]) => string | null {
  if (source === undefined) return () => null
  const object = typeof source === 'object' ? source : null
  const plain =
    object && 'earliestOfRows' in object
      ? object.earliestOfRows
      : object && 'latestOfRows' in object
        ? object.latestOfRows
        : (source as TextSource)
  const read = compileTime(field, plain, columns, writing)
  if (!object || !('earliestOfRows' in object || 'latestOfRows' in object)) return (rows) => firstOf(rows, read)
  const sign = 'earliestOfRows' in object ? -1 : 1
  return (rows) =>
    rows.reduce<string | null>((best, cells) => {
      const time = read(cells)
      return time !== null && (best === null || (time > best ? sign > 0 : sign < 0)) ? time : best
    }, null)
}

export function compileTime(
  field: string,
  source: TextSource | undefined,
  columns: Columns,
  writing: Writing,
): (cells: Cells) => string | null {
  const text = compileText(source, columns, writing)
  // Rows of one order repeat its times: the last one read answers most of them.
  let last = { cell: '', time: null as string | null }
  return (cells) => {
    const cell = text(cells)
    if (cell === last.cell) return last.time
    const time = readTime(cell, writing.dates, writing.zone)
    if (time === undefined)
      throw new RowRefused('timeUnreadable', { field: typeof source === 'string' ? source : field, value: shownCell(cell) })
    last = { cell, time }
    return time
  }
}

function firstOf<T>(rows: readonly Cells[], read: (cells: Cells) => T | null): T | null {
  for (const cells of rows) {
    const value = read(cells)
    if (value !== null) return value
  }
  return null
}
