/** Reading one shop's changed orders into raw messages. */
import { errors } from '#contract/errors.ts'
import { failpoint } from '#kernel/failpoint.ts'
import { Failure } from '#kernel/failure.ts'
import type { JobContext } from '#kernel/jobs.ts'
import { readAhead } from '#kernel/read-ahead.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { PlatformFailure } from '#server/platforms/platform.ts'
import { adapterFor } from '#server/platforms/registry.ts'
import type { ArrivedMessage } from './message.ts'
import { arrived } from './message-rules.ts'
import { notePullProblem } from './operations/note-pull-problem.ts'
import { readPullPlan } from './operations/read-pull-plan.ts'
import { storePulled } from './operations/store-pulled.ts'
import { readAgainAt } from './pull-failure-rules.ts'
import { type PullWindow, pullWindows } from './pull-windows.ts'

/**
 * Reads everything that changed since the last reading. A window counts as read only with the commit of its last page, so a
 * process that dies reads that window again and stores what it had not.
 */
export async function pullShop(context: JobContext, shopId: string): Promise<void> {
  const { plan } = await context.call(readPullPlan, { shopId })
  if (plan === null) return
  try {
    for (const window of pullWindows(plan, adapterFor(plan.platform).pull, context.world.now())) {
      if (context.signal.aborted) return
      await pullWindow(context, shopId, window)
    }
  } catch (error) {
    await settlePullFailure(context, shopId, error, plan.failedCount)
  }
}

/** Pages of one window that are being stored at once: while one waits for its commit, the next is written. */
const STORED_AT_ONCE = 3

async function pullWindow(context: JobContext, shopId: string, window: PullWindow): Promise<void> {
  await callPlatform(context, shopId, async (connection, adapter) => {
    failpoint('intake.pullShop.beforeCall')
    const storing: Promise<unknown>[] = []
    let held: ArrivedMessage[] = []
    try {
      for await (const page of readAhead(adapter.pullOrders(connection, window))) {
        failpoint('intake.pullShop.afterCall')
        if (storing.length >= STORED_AT_ONCE) await storing.shift()
        if (held.length > 0) storing.push(context.call(storePulled, { shopId, messages: held, pulledUntil: null }))
        held = page.map(arrived)
      }
      await Promise.all(storing)
    } finally {
      // Also after a failure none is left running when it is told.
      await Promise.allSettled(storing)
    }
    await context.call(storePulled, { shopId, messages: held, pulledUntil: window.to.toISOString() })
  })
}

/** A problem of the platform is kept with the shop and the next round tries again; any other error is the job's own. */
export async function settlePullFailure(context: JobContext, shopId: string, error: unknown, failedCount: number): Promise<void> {
  if (error instanceof Failure && error.definition === errors.shopNotAuthorised) return
  if (!(error instanceof PlatformFailure)) throw error
  const at = readAgainAt(error, failedCount, context.world.now())
  const { kind, message: sentence } = error
  if (at !== null) await context.call(notePullProblem, { shopId, kind, sentence, waitUntil: at.toISOString() })
}
