/** Reading what buyers wrote about a shop, page by page; a page that comes again changes nothing. */
import { errorSentence } from '#contract/error-definition.ts'
import { failpoint } from '#kernel/failpoint.ts'
import { Failure } from '#kernel/failure.ts'
import type { JobContext } from '#kernel/jobs.ts'
import { withoutPhones } from '#kernel/personal-text.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { PlatformFailure, UnreadableOrder } from '#server/platforms/platform.ts'
import { endReading } from './operations/end-reading.ts'
import { noteReading } from './operations/note-reading.ts'
import { planNextReading } from './operations/plan-next-reading.ts'
import { storeReviewPage } from './operations/store-review-page.ts'

const TROUBLE_MS = 60_000

export async function readShopReviews(context: JobContext, shopId: string): Promise<void> {
  const { plan } = await context.call(planNextReading, { shopId })
  if (plan === null) return
  try {
    await callPlatform(context, shopId, async (connection, { services }) => {
      const window = { from: new Date(plan.from), to: new Date(plan.to) }
      for await (const page of services.reviews?.(connection, window) ?? []) {
        failpoint('reviews.readPage.afterCall')
        if (page.length > 0) await context.call(storeReviewPage, { shopId, reviews: page })
      }
    })
    await context.call(endReading, { shopId, until: plan.to, isWhole: plan.isWhole })
  } catch (error) {
    const problem = problemOf(error)
    if (problem === null || context.signal.aborted) throw error
    const retryAt = error instanceof PlatformFailure ? error.retryAt : null
    const nextReadingAt = retryAt ?? new Date(context.world.now().getTime() + TROUBLE_MS).toISOString()
    await context.call(noteReading, { shopId, problem: withoutPhones(problem), nextReadingAt })
  }
}

/** The platform's troubles stand with the shop and the next round tries again; null = the job's own. */
function problemOf(error: unknown): string | null {
  if (error instanceof PlatformFailure || error instanceof UnreadableOrder) return error.message
  return error instanceof Failure ? errorSentence(error.definition, error.params, 'zh') : null
}
