/**
 * The pace of every shop this process calls for. Each process keeps its own: a limit that the platform names is kept with the shop for
 * all of them (shop_sync.wait_until), and what each learns adds up to the same.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { knownRuleValue, ruleValue } from '#kernel/rule-packs.ts'
import { newPace, type Pace, slowedPace, takeCall } from './pace-rules.ts'

const UNIT = 'calls per second'
const paces = new Map<string, Pace>()

const paceOf = (platform: string, shopId: string): Pace =>
  paces.get(shopId) ??
  newPace(knownRuleValue(platform, 'callsPerSecond', UNIT) ?? ruleValue('defaults', 'callsPerSecond', UNIT), performance.now())

/** Comes back when one more call may go, at once when the signal aborts. */
export async function waitForPace(platform: string, shopId: string, signal: AbortSignal): Promise<void> {
  const { pace, waitMs } = takeCall(paceOf(platform, shopId), performance.now())
  paces.set(shopId, pace)
  if (waitMs > 0) await pause(waitMs, undefined, { signal }).catch(() => undefined)
}

/** The platform said that it was called too often for this shop. */
export function slowDown(platform: string, shopId: string): void {
  paces.set(shopId, slowedPace(paceOf(platform, shopId), performance.now()))
}
