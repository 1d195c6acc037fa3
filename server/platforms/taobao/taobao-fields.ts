/** Typed reading of a trade's fields. Every refusal is an UnreadableOrder that names the field. */
import { fenFromYuan } from '#kernel/money.ts'
import { UnreadableOrder } from '#server/platforms/platform.ts'
import { type TopObject, topId } from '#server/platforms/top/top-call.ts'
import { isoFromTopTime } from '#server/platforms/top/top-time.ts'

/** What a trade tells of its receiver and buyer: never repeated in a refusal, masked for who only looks after intake. */
export const PERSONAL_FIELDS: readonly string[] = [
  ...['receiver_name', 'receiver_mobile', 'receiver_phone', 'receiver_town', 'receiver_address', 'receiver_zip'],
  ...['buyer_email', 'buyer_alipay_no', 'alipay_no', 'invoice_name'],
]

/** Optional text; '' when the platform left it out. */
export function textOf(object: TopObject, field: string): string {
  const value = object[field]
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  throw new UnreadableOrder(`${field} is not text${PERSONAL_FIELDS.includes(field) ? '' : `: ${shown(value)}`}`)
}

export function requiredTextOf(object: TopObject, field: string): string {
  return textOf(object, field) || missing(field)
}

/** An id that must be there. A number beyond 2^53 has been rounded on its way and is refused. */
export function requiredIdOf(object: TopObject, field: string): string {
  const value = object[field]
  if (value === undefined || value === null || value === '') missing(field)
  return topId(value) || broken(field, value, 'an exact id')
}

/** Optional id; '' when the platform left it out or sent 0, which stands for none. */
export function idOf(object: TopObject, field: string): string {
  const value = object[field]
  if (value === undefined || value === null || value === '' || value === 0) return ''
  return topId(value) || broken(field, value, 'an exact id')
}

/** Yuan text as fen; null when the platform left it out. */
export function fenOf(object: TopObject, field: string): number | null {
  const value = object[field]
  if (value === undefined || value === null || value === '') return null
  return (typeof value === 'string' ? fenFromYuan(value) : null) ?? broken(field, value, 'an amount in yuan')
}

export function requiredFenOf(object: TopObject, field: string): number {
  return fenOf(object, field) ?? missing(field)
}

/** A moment as ISO 8601 UTC; null when the platform left it out. */
export function momentOf(object: TopObject, field: string): string | null {
  const text = textOf(object, field)
  return text === '' ? null : (isoFromTopTime(text) ?? broken(field, text, 'a time'))
}

export function requiredMomentOf(object: TopObject, field: string): string {
  return momentOf(object, field) ?? missing(field)
}

/** A whole number in [least, most], as number or text; `absent` when the platform left it out. */
export function countOf(object: TopObject, field: string, least: number, most: number, absent: number | null): number {
  const value = object[field]
  if (value === undefined || value === null || value === '') return absent ?? missing(field)
  const count =
    typeof value === 'number' ? value : typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
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
