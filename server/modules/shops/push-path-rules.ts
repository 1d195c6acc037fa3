/** The address that is written into a platform's console, below this server's own. Pure. */
import type { PlatformAdapter } from '#server/platforms/platform.ts'

/** Null for a platform that tells changes in another way, or not at all. */
export function pushPathOf({ platform, pushes }: PlatformAdapter, merchantId: string, shopId: string): string | null {
  if (pushes.way !== 'http') return null
  return pushes.perShop ? `/push/${platform}/${merchantId}/${shopId}` : `/push/${platform}`
}
