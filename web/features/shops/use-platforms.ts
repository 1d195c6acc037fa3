import type { PlatformRow } from '#contract/shops.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { useOperation } from '#web/shared/use-operation.ts'

export function usePlatforms(): readonly PlatformRow[] {
  return useOperation('shops.listPlatforms', {}, { staleMs: 600_000 }).data?.rows ?? []
}

/** A platform's name in the reader's language. */
export function usePlatformName(): (platform: string) => string {
  const language = useLanguage()
  const platforms = usePlatforms()
  return (platform) => platforms.find((row) => row.platform === platform)?.[language] ?? platform
}
