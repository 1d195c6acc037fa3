/** When a shop's tokens are renewed and when a person is warned. Pure. */

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const ALWAYS_RENEW_BELOW_MS = 10 * MINUTE_MS
/** Platforms block apps that renew all the time, and some do not prolong on renewal: at most this often. */
const RENEW_AT_MOST_EVERY_MS = 5 * MINUTE_MS
const WARN_BEFORE_MS = 3 * DAY_MS

export type TokenTimes = { renewedAt: Date; accessExpiresAt: Date; refreshExpiresAt: Date }
type StoredTimes = { renewedAt: string | null; accessExpiresAt: string | null; refreshExpiresAt: string | null }

export function tokenTimes({ renewedAt, accessExpiresAt, refreshExpiresAt }: StoredTimes): TokenTimes | null {
  if (renewedAt === null || accessExpiresAt === null || refreshExpiresAt === null) return null
  return {
    renewedAt: new Date(renewedAt),
    accessExpiresAt: new Date(accessExpiresAt),
    refreshExpiresAt: new Date(refreshExpiresAt),
  }
}

/** Less than a third of the access token's life or less than 10 minutes are left, and a renewal is possible and not just done. */
export function needsRenewal(tokens: TokenTimes, now: Date): boolean {
  if (tokens.refreshExpiresAt <= now) return false
  const sinceRenewalMs = now.getTime() - tokens.renewedAt.getTime()
  const leftMs = tokens.accessExpiresAt.getTime() - now.getTime()
  if (leftMs <= 0) return true
  if (sinceRenewalMs < RENEW_AT_MOST_EVERY_MS) return false
  const lifeMs = tokens.accessExpiresAt.getTime() - tokens.renewedAt.getTime()
  return leftMs < lifeMs / 3 || leftMs < ALWAYS_RENEW_BELOW_MS
}

export type AuthorisationState = 'none' | 'valid' | 'expiring' | 'expired'
/** What a person sees: `expiring` = only a person can keep the shop connected and has three days, `expired` = it has stopped. */
export function authorisationState(tokens: TokenTimes | null, shopState: string, now: Date): AuthorisationState {
  if (shopState === 'authorisation_expired') return 'expired'
  if (tokens === null) return 'none'
  if (tokens.accessExpiresAt <= now && tokens.refreshExpiresAt <= now) return 'expired'
  const warnAfter = Math.min(WARN_BEFORE_MS, (tokens.refreshExpiresAt.getTime() - tokens.renewedAt.getTime()) / 3)
  return tokens.refreshExpiresAt.getTime() - now.getTime() < warnAfter ? 'expiring' : 'valid'
}
