import { randomBytes } from 'node:crypto'
import { dayOf } from '#kernel/clock.ts'

/** Crockford's base32: no I, L, O or U, so a number read aloud is understood. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** `count` parcel numbers yymmdd-XXXXXXXX: the day in the shop's zone and 40 random bits. */
export function parcelNumbers(count: number, now: Date): string[] {
  const day = dayOf(now).slice(2).replaceAll('-', '')
  const random = randomBytes(count * 8)
  return Array.from({ length: count }, (_, index) => {
    let text = ''
    for (const byte of random.subarray(index * 8, index * 8 + 8)) text += ALPHABET.charAt(byte & 31)
    return `${day}-${text}`
  })
}
