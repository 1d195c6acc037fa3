/** Reading the settled past of a shop a second time, slowly: what the first reading and the pushes both lost is found here. */
import { setTimeout as pause } from 'node:timers/promises'
import { errors } from '#contract/errors.ts'
import { Failure } from '#kernel/failure.ts'
import type { JobContext } from '#kernel/jobs.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { PlatformFailure } from '#server/platforms/platform.ts'
import { adapterFor } from '#server/platforms/registry.ts'
import { arrived } from '../message-rules.ts'
import { cutWindows } from '../pull-windows.ts'
import { readGapSpan } from './operations/read-gap-span.ts'
import { storeMissed } from './operations/store-missed.ts'

/** Between two pages: nobody waits for this reading. */
const REST_MS = 250

/** Window by window; where it fails, the next hour goes on. */
export async function checkGaps(context: JobContext, shopId: string): Promise<void> {
  const { span } = await context.call(readGapSpan, { shopId })
  if (span === null) return
  const { windowMs } = adapterFor(span.platform).pull
  try {
    for (const window of cutWindows(new Date(span.from), new Date(span.to), windowMs)) {
      await callPlatform(context, shopId, async (connection, adapter) => {
        for await (const page of adapter.pullOrders(connection, window)) {
          await context.call(storeMissed, { shopId, messages: page.map(arrived), checkedUntil: null })
          await pause(REST_MS, undefined, { signal: context.signal }).catch(() => undefined)
        }
      })
      if (context.signal.aborted) return
      await context.call(storeMissed, { shopId, messages: [], checkedUntil: window.to.toISOString() })
    }
  } catch (error) {
    const isUnconnected = error instanceof Failure && error.definition === errors.shopNotAuthorised
    if (!(error instanceof PlatformFailure) && !isUnconnected) throw error
    context.world.logger.info({ shopId, code: error instanceof PlatformFailure ? error.platformCode : '' }, 'comparing paused')
  }
}
