/** How long a number lives that no parcel has left with. */
import { allInterfaces, interfaceNamed } from '#server/carriers/registry.ts'
import { isRecycled, recycledAfterDays } from '#server/carriers/waybill-return-rules.ts'
import type { LivingWaybill } from './waybill-views.ts'

/** People are warned so many days ahead. */
export const WARNED_DAYS = 3

/** Its platform has taken the number of this waybill back by itself. One without a moment of issue has no number yet. */
export function isDead(waybill: Pick<LivingWaybill, 'interfaceName' | 'issuedAt' | 'isTyped'> | undefined, now: Date): boolean {
  if (!waybill?.issuedAt || waybill.isTyped) return false
  const access = interfaceNamed(waybill.interfaceName)?.access
  return access !== undefined && isRecycled(access, waybill.issuedAt, now)
}

/** The interfaces whose unused numbers end, and after how many days. */
export const lifetimes = (): { interfaceName: string; days: number }[] =>
  allInterfaces().flatMap(({ adapter, access }) => {
    const days = recycledAfterDays(access)
    return days === null ? [] : { interfaceName: adapter.interfaceName, days }
  })
