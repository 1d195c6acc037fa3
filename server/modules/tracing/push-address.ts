/** Where a service sends its news. Undefined without an address of ours that the world can reach: then services are only asked. */
import type { Config } from '#kernel/config.ts'
import type { TracingService } from '#server/carriers/trackers.ts'

export function pushAddress(
  { publicUrl }: Pick<Config, 'publicUrl'>,
  { tracker, secretInAddress }: TracingService,
  merchantId: string,
  credentials: Readonly<Record<string, string>>,
): string | undefined {
  if (publicUrl === undefined) return undefined
  const url = new URL(`/trace/${tracker.service}/${merchantId}`, publicUrl)
  if (secretInAddress) url.searchParams.set('secret', credentials.pushSecret ?? '')
  return url.href
}
