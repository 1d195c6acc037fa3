/** Typed reading of what a platform sent. Every refusal is an UnreadableOrder that names the field. */
import { fenFromYuan } from '#kernel/money.ts'
import { UnreadableOrder } from '#server/platforms/platform.ts'
import { isoFromBeijingTime } from '#server/platforms/wire/beijing-time.ts'
import { idText, type WireObject } from '#server/platforms/wire/wire-json.ts'

/** The year 2100: beyond it a number is no moment of an order. */
const LAST_SECOND = 4_102_444_800

/** Optional text; '' when the platform left it out. */
export function textOf(object: WireObject, field: string): string {
  const value = object[field]
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  // What stands there instead is not repeated: it may be personal.
  throw new UnreadableOrder(`${field} is not text`)
}

export function requiredTextOf(object: WireObject, field: string): string {
  return textOf(object, field) || missing(field)
}

/** An id that must be there. A number beyond 2^53 has been rounded on its way and is refused. */
export function requiredIdOf(object: WireObject, field: string): string {
  const value = object[field]
  if (value === undefined || value === null || value === '') missing(field)
  return idText(value) || broken(field, value, 'an exact id')
}

/** Optional id; '' when the platform left it out or sent 0, which stands for none. */
export function idOf(object: WireObject, field: string): string {
  const value = object[field]
  if (value === undefined || value === null || value === '' || value === 0) return ''
  return idText(value) || broken(field, value, 'an exact id')
}

/** Yuan text as fen; null when the platform left it out. */
export function fenOf(object: WireObject, field: string): number | null {
  const value = object[field]
  if (value === undefined || value === null || value === '') return null
  return (typeof value === 'string' ? fenFromYuan(value) : null) ?? broken(field, value, 'an amount in yuan')
}

export function requiredFenOf(object: WireObject, field: string): number {
  return fenOf(object, field) ?? missing(field)
}

/** A moment written on the clock of Beijing as ISO 8601 UTC; null when the platform left it out. */
export function momentOf(object: WireObject, field: string): string | null {
  const text = textOf(object, field)
  return text === '' ? null : (isoFromBeijingTime(text) ?? broken(field, text, 'a time'))
}

export function requiredMomentOf(object: WireObject, field: string): string {
  return momentOf(object, field) ?? missing(field)
}

/** Unix seconds as ISO 8601 UTC; null when the platform left it out or sent 0, which stands for none. */
export function secondsOf(object: WireObject, field: string): string | null {
  const value = object[field]
  if (value === undefined || value === null || value === '' || value === 0 || value === '0') return null
  const seconds = countOf(object, field, 1, LAST_SECOND, null)
  return new Date(seconds * 1000).toISOString()
}

export function requiredSecondsOf(object: WireObject, field: string): string {
  return secondsOf(object, field) ?? missing(field)
}

/** Whole fen; null when the platform left it out. */
export function wholeFenOf(object: WireObject, field: string): number | null {
  const value = object[field]
  if (value === undefined || value === null || value === '') return null
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : broken(field, value, 'an amount in fen')
}

export function requiredWholeFenOf(object: WireObject, field: string): number {
  return wholeFenOf(object, field) ?? missing(field)
}

/** A whole number in [least, most], as number or text; `absent` when the platform left it out. */
export function countOf(object: WireObject, field: string, least: number, most: number, absent: number | null): number {
  const value = object[field]
  if (value === undefined || value === null || value === '') return absent ?? missing(field)
  const count =
    typeof value === 'number' ? value : typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN
  return Number.isInteger(count) && count >= least && count <= most
    ? count
    : broken(field, value, `a whole number from ${least} to ${most}`)
}

export function missing(field: string): never {
  throw new UnreadableOrder(`${field} is missing`)
}

export function broken(field: string, value: unknown, expected: string): never {
  throw new UnreadableOrder(`${field} is not ${expected}: ${shown(value)}`)
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 60)
}
