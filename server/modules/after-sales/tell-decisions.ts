/**
 * Telling a platform what was decided. The intent is stored before; the adapter reads the case before it acts, so that a decision whose
 * answer was lost is found there and not given twice, and one whose case has become another is not given at all.
 */
import { errorSentence } from '#contract/error-definition.ts'
import { failpoint } from '#kernel/failpoint.ts'
import { Failure } from '#kernel/failure.ts'
import type { JobContext } from '#kernel/jobs.ts'
import { withoutPhones } from '#kernel/personal-text.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { PlatformFailure, UnreadableOrder } from '#server/platforms/platform.ts'
import type { DueDecision } from './decision-views.ts'
import { listDueDecisions } from './operations/list-due-decisions.ts'
import { type DecisionOutcome, recordDecisions } from './operations/record-decisions.ts'

export async function tellDecisions(context: JobContext, shopId: string): Promise<void> {
  while (!context.signal.aborted) {
    const { rows } = await context.call(listDueDecisions, { shopId })
    if (rows.length === 0) return
    for (const row of rows) {
      if (context.signal.aborted) return
      const outcome = await tell(context, shopId, row)
      if ('waitUntil' in outcome) {
        await context.call(recordDecisions, { shopId, outcomes: [], waitUntil: outcome.waitUntil })
        // A new job has been set for that moment.
        return
      }
      // One by one: money is not told of again because the next one made us stop.
      await context.call(recordDecisions, { shopId, outcomes: [outcome], waitUntil: null })
    }
  }
}

async function tell(
  context: JobContext,
  shopId: string,
  { decisionId, ...decision }: DueDecision,
): Promise<DecisionOutcome | { waitUntil: string }> {
  try {
    await callPlatform(context, shopId, async (connection, { services }) => {
      if (!services.decideAfterSales) throw new PlatformFailure('refused', 'not-offered', 'The platform takes no decisions.')
      failpoint('afterSales.tellDecision.beforeCall')
      await services.decideAfterSales(connection, decision)
      failpoint('afterSales.tellDecision.afterCall')
    })
    return { decisionId, result: 'told', code: '', problem: '' }
  } catch (error) {
    if (context.signal.aborted) throw error
    if (error instanceof PlatformFailure && error.kind === 'wait' && error.retryAt !== null) return { waitUntil: error.retryAt }
    return { decisionId, ...failed(error) }
  }
}

function failed(error: unknown): Omit<DecisionOutcome, 'decisionId'> {
  if (error instanceof PlatformFailure)
    return { result: error.kind, code: error.platformCode, problem: withoutPhones(error.message) }
  // The case reads differently from what this version understands: nothing was sent, and a person looks.
  if (error instanceof UnreadableOrder) return { result: 'our_fault', code: 'unreadable', problem: error.message }
  // The shop has lost its authorisation: its owner may renew it any time, so it is tried again.
  if (error instanceof Failure)
    return { result: 'reauthorise', code: '', problem: errorSentence(error.definition, error.params, 'zh') }
  throw error
}
