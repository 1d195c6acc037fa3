/** Fields that Pinduoduo writes in more than one way. Every refusal is an UnreadableOrder that names the field. */
import { fenFromYuan } from '#kernel/money.ts'
import * as field from '#server/platforms/wire/fields.ts'
import type { WireObject } from '#server/platforms/wire/wire-json.ts'

/** A tenth of a thousandth of a fen: what floating point leaves behind, not an amount. */
const FLOATING_REST = 1e-4

/** Yuan as text or as a JSON number (the reference says STRING for one list and DOUBLE for the next); null when left out. */
export function yuanFenOf(object: WireObject, name: string): number | null {
  const value = object[name]
  if (value === undefined || value === null || value === '') return null
  const fen = typeof value === 'number' ? fenFromNumber(value) : typeof value === 'string' ? fenFromYuan(value) : null
  return fen ?? field.broken(name, value, 'an amount in yuan')
}

export function requiredYuanFenOf(object: WireObject, name: string): number {
  return yuanFenOf(object, name) ?? field.missing(name)
}

function fenFromNumber(yuan: number): number | null {
  const fen = Math.round(yuan * 100)
  return Number.isSafeInteger(fen) && Math.abs(yuan * 100 - fen) < FLOATING_REST ? fenFromYuan((fen / 100).toFixed(2)) : null
}

/** Beijing time, or Unix seconds as number or text; null when left out. */
export function momentOf(object: WireObject, name: string): string | null {
  const value = object[name]
  return typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value))
    ? field.secondsOf(object, name)
    : field.momentOf(object, name)
}

export function requiredMomentOf(object: WireObject, name: string): string {
  return momentOf(object, name) ?? field.missing(name)
}

/** A small number of the platform, as number or text; `absent` when left out. */
export const codeOf = (object: WireObject, name: string, absent: number | null): number =>
  field.countOf(object, name, 0, 999, absent)
