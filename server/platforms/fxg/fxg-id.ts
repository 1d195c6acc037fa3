/** The platform wants the ids of goods as bare numbers, which lie beyond 2^53. */
import { PlatformFailure } from '#server/platforms/platform.ts'

/** Throws PlatformFailure for an id that is none of Douyin's. */
export function idNumber(id: string): bigint {
  if (/^\d{1,19}$/.test(id)) return BigInt(id)
  throw new PlatformFailure('refused', 'foreign-id', `${id} is no id of Douyin.`)
}
