/** Addresses people are invited at, their identity cards, and how long a message that does not arrive is tried. */
import type { InvitationKind } from '#contract/team-invitations.ts'

/** The one form in which an address is sent to and compared; undefined when it is none of this kind. */
export function normaliseAddress(kind: InvitationKind, text: string): string | undefined {
  const trimmed = text.normalize('NFKC').trim()
  switch (kind) {
    case 'link':
      return trimmed === '' ? '' : undefined
    case 'wechat':
      // 6 to 20 letters, digits, - and _, a letter first (WeChat's own rule); ids are compared without case.
      return /^[a-z][-_a-z0-9]{5,19}$/i.test(trimmed) ? trimmed.toLowerCase() : undefined
    case 'phone':
      return normalisePhone(trimmed.replace(/[\s-]/g, ''))
    case 'email':
      return /^[^\s@<>()",;:\\]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(trimmed) ? trimmed.toLowerCase() : undefined
  }
}

/** Mainland mobile numbers without their prefix; others with + and country code. */
function normalisePhone(digits: string): string | undefined {
  const local = digits.replace(/^(\+?86|0086)(?=1\d{10}$)/, '')
  return /^1[3-9]\d{9}$/.test(local) || /^\+[1-9]\d{6,14}$/.test(local) ? local : undefined
}

/** Enough to recognise one's own address by, not enough to use it. */
export function addressHint(kind: InvitationKind, address: string): string {
  if (kind === 'link') return ''
  if (kind === 'phone') return `${address.slice(0, 3)}****${address.slice(-4)}`
  const [name = '', domain] = address.split('@')
  const hidden = `${name.slice(0, 2)}***${name.length > 5 ? name.slice(-1) : ''}`
  return domain === undefined ? hidden : `${hidden}@${domain}`
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
/** A mainland identity card number with its check character (GB 11643). */
export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false
  const sum = ID_WEIGHTS.reduce((total, weight, place) => total + weight * Number(text[place]), 0)
  return '10X98765432'.charAt(sum % 11) === text.charAt(17)
}

const MOST_TRIES = 12
const FIRST_WAIT_MS = 10_000
const LONGEST_WAIT_MS = 30 * 60_000
/** When a message that has not arrived is tried again; null = given up: often enough, or the invitation will be over by then. */
export function nextTryAt(tries: number, now: Date, expiresAt: Date): Date | null {
  const at = new Date(now.getTime() + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 3 ** (tries - 1)))
  return tries >= MOST_TRIES || at >= expiresAt ? null : at
}

/** Wrong guesses of the address or the card before an invitation has to be sent anew. */
export const MOST_WRONG_CONTACTS = 5
export const MOST_REAL_NAME_TRIES = 5
