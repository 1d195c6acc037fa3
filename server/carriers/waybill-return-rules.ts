/** What is known of giving numbers back, from the rule packs of the platform behind an interface. */
import { knownRuleValue } from '#kernel/rule-packs.ts'
import type { CarrierAccess } from './carrier.ts'

const DAY_MS = 24 * 3_600_000
const daysOf = (access: CarrierAccess, rule: string): number | null =>
  access.way === 'platform' ? (knownRuleValue(access.platform, rule, 'days') ?? null) : null

/** So many days after voiding the balance comes back; null = not known. */
export const backAfterDays = (access: CarrierAccess): number | null => daysOf(access, 'waybillBackAfter')

/** So many days after it was given the platform takes an unused number back by itself; null = not known to. */
export const recycledAfterDays = (access: CarrierAccess): number | null => daysOf(access, 'waybillRecycledAfter')

/** The platform has taken an unused number back by itself: asking it to would be in vain, and it may be another parcel's by now. */
export function isRecycled(access: CarrierAccess, issuedAt: string, now: Date): boolean {
  const days = recycledAfterDays(access)
  return days !== null && Date.parse(issuedAt) + days * DAY_MS <= now.getTime()
}
