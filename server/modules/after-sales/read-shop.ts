/** Reading what buyers of one shop ask back. */
import { errors } from '#contract/errors.ts'
import { failpoint } from '#kernel/failpoint.ts'
import { Failure } from '#kernel/failure.ts'
import type { JobContext } from '#kernel/jobs.ts'
import { withoutPhones } from '#kernel/personal-text.ts'
import { type PullWindow, readAgainAt } from '#modules/intake/public.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { PlatformFailure } from '#server/platforms/platform.ts'
import type { AfterSaleMessage } from '#server/platforms/platform-services.ts'
import type { ArrivedCase } from './case.ts'
import { noteReadProblem } from './operations/note-read-problem.ts'
import { planReading } from './operations/plan-reading.ts'
import { readAgain } from './operations/read-again.ts'
import { storeCases } from './operations/store-cases.ts'

/** A window counts as read with the commit of its last page: a process that dies reads it again, and what is known changes nothing. */
export async function readShop(context: JobContext, shopId: string): Promise<void> {
  const { plan } = await context.call(planReading, { shopId })
  if (plan === null) return
  // What an older version of ours could not read, this one may.
  if (plan.unreadCount > 0) await context.call(readAgain, { shopId })
  try {
    for (const { from, to } of plan.windows) {
      if (context.signal.aborted) return
      await readWindow(context, shopId, { from: new Date(from), to: new Date(to) })
    }
  } catch (error) {
    await settle(context, shopId, error, plan.failedCount)
  }
}

const MOST_AT_ONCE = 500

async function readWindow(context: JobContext, shopId: string, window: PullWindow): Promise<void> {
  await callPlatform(context, shopId, async (connection, { services }) => {
    if (!services.afterSales) return
    failpoint('afterSales.readShop.beforeCall')
    for await (const page of services.afterSales(connection, window)) {
      failpoint('afterSales.readShop.afterCall')
      for (let start = 0; start < page.length; start += MOST_AT_ONCE)
        await context.call(storeCases, { shopId, cases: page.slice(start, start + MOST_AT_ONCE).map(arrived), read: null })
    }
    const read = { from: window.from.toISOString(), to: window.to.toISOString() }
    await context.call(storeCases, { shopId, cases: [], read })
  })
}

const arrived = ({ afterSaleId, version, body }: AfterSaleMessage): ArrivedCase => ({
  ...{ afterSaleId, version },
  body: JSON.stringify(body),
})

/** A problem of the platform stands with the shop and the next round tries again; any other error is the job's own. */
async function settle(context: JobContext, shopId: string, error: unknown, failedCount: number): Promise<void> {
  if (error instanceof Failure && error.definition === errors.shopNotAuthorised) return
  if (!(error instanceof PlatformFailure)) throw error
  const at = readAgainAt(error, failedCount, context.world.now())
  if (at === null) return
  await context.call(noteReadProblem, { shopId, problem: withoutPhones(error.message), waitUntil: at.toISOString() })
}
