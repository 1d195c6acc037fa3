/** Call quotas with a ban, switched on by the rateLimit fault. */
import type { Fault } from './faults.ts'

const DEFAULT_BAN_SECONDS = 5

/** The limiter answers how many seconds the ban still lasts; null = the call may pass. */
export function createRateLimiter(now: () => number): (fault: Fault) => number | null {
  const windows = new Map<string, { startedAt: number; callCount: number; bannedUntil: number }>()
  return (fault) => {
    const key = fault.target ?? ''
    const at = now()
    const window = windows.get(key) ?? { startedAt: at, callCount: 0, bannedUntil: 0 }
    windows.set(key, window)
    if (at - window.startedAt >= 1000) Object.assign(window, { startedAt: at, callCount: 0 })
    window.callCount++
    if (window.bannedUntil <= at && window.callCount > (fault.callsPerSecond ?? 0)) {
      window.bannedUntil = at + (fault.banSeconds ?? DEFAULT_BAN_SECONDS) * 1000
    }
    if (window.bannedUntil <= at) return null
    return Math.ceil((window.bannedUntil - at) / 1000)
  }
}
