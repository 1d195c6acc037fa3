/** Reading single cells: what exporters and Excel wrap around a value is taken off, and nothing is guessed. */

const WRAPPED = /^="(.*)"$/s
/** No amount, number or time is longer; longer text would only make the patterns below work. */
export const LONGEST_VALUE = 60

/** Text without the marks that keep Excel's hands off it: a leading tab, ="…", spaces; `null` is what Taobao writes for nothing. */
export function cellText(cell: string | undefined): string {
  if (!cell) return ''
  const first = cell.charCodeAt(0)
  const last = cell.charCodeAt(cell.length - 1)
  const clean = first > 32 && first !== 61 && first < 128 && last > 32 && last < 128 ? cell : unwrap(cell)
  return clean === 'null' || clean === 'NULL' ? '' : clean
}
function unwrap(cell: string): string {
  const trimmed = trim(cell)
  const wrapped = WRAPPED.exec(trimmed)
  return wrapped ? (wrapped[1] ?? '').replaceAll('""', '"').trim() : trimmed
}

/** Also off: the zero-width space, which `trim` takes for a letter. */
function trim(text: string): string {
  const short = text.trim()
  return short.startsWith('\u200b') || short.endsWith('\u200b') ? short.replaceAll('\u200b', '').trim() : short
}

/** An id: also without the apostrophe that marks text in Excel. */
export function cellId(cell: string): string {
  const text = cellText(cell)
  return text.charCodeAt(0) === 39 || text.charCodeAt(0) === 0x2018 ? text.slice(1).trim() : text
}

/** Excel's scientific form of a long number (6.9E+18): its last digits are gone. A hexadecimal id with an e in it is not one. */
export function isDestroyedId(id: string): boolean {
  return id.length <= 24 && /^\d(?:\.\d+)?E\+\d{1,3}$|^\d\.\d+E\d{1,3}$/i.test(id)
}

/** Digits beyond the 15 that Excel keeps, when all of them are zero; 0 when the id has no such digits or real ones. */
export function roundedDigits(id: string): number {
  return id.length > 15 && /^\d{15}0+$/.test(id) ? id.length - 15 : 0
}
export const isLongNumber = (id: string) => id.length > 15 && /^\d+$/.test(id)

/** Amounts are counted in hundredths of a fen so that a unit price of four decimals times a quantity stays exact. */
export const UNITS_PER_FEN = 100
const AMOUNT = /^([-+]?)(\d{1,11})(?:\.(\d{1,12}))?$/

/** Amount text to hundredths of a fen; '' is null; NaN when it is no amount. */
export function amountUnits(cell: string, decimalPoint: '.' | ',', unit: 'major' | 'minor'): number | null {
  let text = cellText(cell)
  if (text === '' || text === '-' || text === '--') return null
  if (text.length > LONGEST_VALUE) return Number.NaN
  let match = decimalPoint === '.' ? AMOUNT.exec(text) : null
  if (!match) {
    text = text.replace(/^([-+]?)\s*(?:[¥￥$€£]|R\$|CNY|RMB)\s*/i, '$1').replace(/\s*(?:元|CNY|RMB)$/i, '')
    text =
      decimalPoint === '.'
        ? text.replace(/,(?=\d{3}(?:\D|$))/g, '')
        : text.replace(/[.\s](?=\d{3}(?:\D|$))/g, '').replace(',', '.')
    match = AMOUNT.exec(text)
  }
  if (!match) return Number.NaN
  const decimals = match[3] ?? ''
  const scaled = Number(match[2]) * 10_000 + Number(decimals.slice(0, 4).padEnd(4, '0')) + (decimals.charCodeAt(4) >= 53 ? 1 : 0)
  const units = unit === 'minor' ? scaled / 100 : scaled
  return match[1] === '-' ? -units : units
}
/** To whole fen, half away from zero. */
export const fenOf = (units: number) => Math.sign(units) * Math.round(Math.abs(units) / UNITS_PER_FEN) + 0

/** Whole pieces; NaN when it is no whole number. `2.0` and `2件` are 2. */
export function wholeNumber(cell: string): number {
  const text = cellText(cell)
  if (text.length > LONGEST_VALUE) return Number.NaN
  const match = /^(-?\d{1,9})(?:\.0+)?\s*[件个]?$/.exec(text.replaceAll(',', ''))
  return match ? Number(match[1]) : Number.NaN
}
/** A plain number for conditions; NaN when it is none. */
export function plainNumber(cell: string, decimalPoint: '.' | ','): number {
  const units = amountUnits(cell, decimalPoint, 'major')
  return units === null ? Number.NaN : units / 10_000
}
