/** What a failed reading of a shop leads to. Pure. */
import type { PlatformFailure } from '#server/platforms/platform.ts'

const FIRST_PATIENCE_MS = 5_000
const MOST_PATIENCE_MS = 5 * 60_000

/** From when a shop may be read again; null = its authorisation is at fault, which is noted with the shop itself. */
export function readAgainAt(failure: PlatformFailure, failedCount: number, now: Date): Date | null {
  switch (failure.kind) {
    case 'reauthorise':
      return null
    case 'wait':
      return new Date(failure.retryAt ?? now.getTime() + FIRST_PATIENCE_MS)
    // Retrying does not mend a wrong request, but the platform or our settings may be mended meanwhile.
    case 'retry':
    case 'refused':
    case 'our_fault':
    case 'unknown_outcome':
      return new Date(now.getTime() + Math.min(MOST_PATIENCE_MS, FIRST_PATIENCE_MS * 2 ** Math.min(failedCount, 10)))
  }
}
