/** What follows from a platform's answer about a receiver, and from the ration it gives. Pure. */
import { dayOf } from '#kernel/clock.ts'
import { withoutPhones } from '#kernel/personal-text.ts'
import type { FailureKind, Receiver, RevealRation } from '#server/platforms/platform.ts'
import { nextBeijingMidnight } from '#server/platforms/wire/beijing-time.ts'
import type { PlainReceiver, Problem, Ration } from './reveal.ts'

/** A person sits before the screen: what does not come within this time is told as a refusal. */
const LONGEST_WAIT_MS = 15_000
const MOST_ATTEMPTS = 3
const RETRY_MS = 2000

/** The receiver as shown: the platform's plain fields over the masked ones. Some tell the whole address, others the street alone. */
export function withPlain(masked: Receiver, plain: PlainReceiver): Receiver {
  const { province, city, district, town } = masked
  return {
    ...masked,
    name: plain.name || masked.name,
    phone: plain.phone || masked.phone,
    address: streetOf(plain.address, [province, city, district, town]) || masked.address,
  }
}

function streetOf(address: string, areas: readonly string[]): string {
  let rest = address.trim()
  for (const area of areas) if (area !== '' && rest.startsWith(area)) rest = rest.slice(area.length).trim()
  return rest || address.trim()
}

/** What makes a receiver another one; its keyed fingerprint is kept beside the plain text. */
export const identityOf = (receiverKey: string, masked: Receiver): string =>
  JSON.stringify([receiverKey, ...Object.entries(masked).sort(([a], [b]) => (a < b ? -1 : 1))])

/** Until when nothing is revealed for this shop; null = one more may be asked for. */
export function spentUntil(ration: Ration, limits: RevealRation | undefined, now: Date): Date | null {
  if (ration.waitUntil !== null && Date.parse(ration.waitUntil) > now.getTime()) return new Date(ration.waitUntil)
  const isSpent = limits !== undefined && ration.countedOn === dayOf(now) && ration.used >= limits.perDay
  return isSpent ? new Date(nextBeijingMidnight(now.getTime())) : null
}

/** One more call counted, and when the next may go. */
export function afterCall(ration: Ration, limits: RevealRation | undefined, now: Date): Ration {
  const used = ration.countedOn === dayOf(now) ? ration.used : 0
  const nextCallAt = limits ? new Date(now.getTime() + limits.pauseMs).toISOString() : null
  return { ...ration, countedOn: dayOf(now), used: used + 1, nextCallAt }
}

export type AskFailure = { kind: FailureKind; platformCode: string; message: string; retryAt: string | null }
export type Verdict =
  | { next: 'askAgain'; at: Date }
  /** `waitUntil`: nothing is revealed for the shop before. */
  | { next: 'refuse'; problem: Problem; waitUntil: string | null }

/** Adapters' own codes for an order that came without anything to decrypt: the platform's ration was not touched. */
const NOTHING_TO_DECRYPT = ['no-cipher', 'no-cipher-texts']
export const costsNothing = ({ platformCode }: AskFailure): boolean => NOTHING_TO_DECRYPT.includes(platformCode)

/** A reading: what nobody knows the outcome of is simply asked again. */
export function afterFailure(failure: AskFailure, attempts: number, platform: string, now: Date): Verdict {
  const { kind, platformCode, retryAt } = failure
  const hasAnother = attempts + 1 < MOST_ATTEMPTS
  if (kind === 'wait') {
    const until = new Date(retryAt ?? now.getTime() + LONGEST_WAIT_MS)
    if (hasAnother && until.getTime() - now.getTime() <= LONGEST_WAIT_MS) return { next: 'askAgain', at: until }
    return refuse({ code: 'revealRationSpent', params: { platform, until: until.toISOString() } }, until.toISOString())
  }
  if (kind === 'retry' || kind === 'unknown_outcome')
    return hasAnother
      ? { next: 'askAgain', at: new Date(now.getTime() + RETRY_MS) }
      : refuse({ code: 'revealSilent', params: { platform } })
  if (kind === 'reauthorise') return refuse({ code: 'shopNotAuthorised', params: {} })
  if (platformCode === 'handle-outdated') return refuse({ code: 'revealAddressChanged', params: {} })
  if (costsNothing(failure) || platformCode === 'address-missing' || platformCode.startsWith('DECRYPTION_DISABLED'))
    return refuse({ code: 'revealKept', params: { platform } })
  const said = withoutPhones(failure.message)
    .replace(/[。.]$/u, '')
    .slice(0, 200)
  return refuse({ code: 'revealRefused', params: { platform, said } })
}

const refuse = (problem: Problem, waitUntil: string | null = null): Verdict => ({ next: 'refuse', problem, waitUntil })
