/**
 * Telling platforms what the team noted. A note replaces what was there, so a repeat would do no harm by itself, but somebody may have
 * written another one at the platform meanwhile: after a call whose answer nobody knows, the order is read first.
 */
import { errorSentence } from '#contract/error-definition.ts'
import { failpoint } from '#kernel/failpoint.ts'
import { Failure } from '#kernel/failure.ts'
import type { JobContext } from '#kernel/jobs.ts'
import { withoutPhones } from '#kernel/personal-text.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { PlatformFailure, UnreadableOrder } from '#server/platforms/platform.ts'
import { type NoteOutcome, recordNotes } from './operations/record-notes.ts'
import { type DueNote, takeDueNotes } from './operations/take-due-notes.ts'

const CALLS_AT_ONCE = 4

export async function tellNotes(context: JobContext, shopId: string): Promise<void> {
  while (!context.signal.aborted) {
    const { rows } = await context.call(takeDueNotes, { shopId })
    if (rows.length === 0) return
    let waitUntil: string | null = null
    const outcomes: NoteOutcome[] = []
    for (let from = 0; from < rows.length && !context.signal.aborted; from += CALLS_AT_ONCE) {
      const some = rows.slice(from, from + CALLS_AT_ONCE)
      const isPutOff = waitUntil !== null
      const answers: (Answer | null)[] = await Promise.all(
        some.map((row) => (isPutOff ? putOff(row) : answerTo(context, shopId, row))),
      )
      for (const answer of answers) {
        if (answer === null) continue
        outcomes.push(answer.outcome)
        waitUntil ??= answer.waitUntil
      }
    }
    if (outcomes.length > 0) await context.call(recordNotes, { shopId, outcomes, waitUntil })
    // A new job has been set for that moment.
    if (waitUntil !== null) return
  }
}

type Answer = { outcome: NoteOutcome; waitUntil: string | null }
const nothingSeen = { problem: '', seen: null } as const
const putOff = ({ orderId, wishNumber, mustRead }: DueNote): Answer => ({
  outcome: { orderId, wishNumber, result: mustRead ? 'stillUnknown' : 'notCalled', ...nothingSeen },
  waitUntil: null,
})

/** Null = the worker stops: whatever this call did shows when the order is read. */
async function answerTo(context: JobContext, shopId: string, row: DueNote): Promise<Answer | null> {
  const { orderId, wishNumber } = row
  try {
    const outcome = row.mustRead ? await look(context, shopId, row) : await tell(context, shopId, row)
    return { outcome, waitUntil: null }
  } catch (error) {
    if (context.signal.aborted) return null
    if (error instanceof PlatformFailure && error.kind === 'wait' && error.retryAt !== null)
      return { ...putOff(row), waitUntil: error.retryAt }
    const failed = { orderId, wishNumber, seen: null }
    if (error instanceof PlatformFailure) {
      // What a reading does not know was not known before.
      const result = row.mustRead && error.kind !== 'refused' ? 'unknown_outcome' : error.kind
      return { outcome: { ...failed, result, problem: withoutPhones(error.message) }, waitUntil: null }
    }
    if (error instanceof UnreadableOrder)
      return { outcome: { ...failed, result: 'retry', problem: error.message }, waitUntil: null }
    // The shop has lost its authorisation: its owner may renew it any time, so it is tried again.
    if (error instanceof Failure) {
      const problem = errorSentence(error.definition, error.params, 'zh')
      return { outcome: { ...failed, result: row.mustRead ? 'unknown_outcome' : 'reauthorise', problem }, waitUntil: null }
    }
    throw error
  }
}

async function tell(context: JobContext, shopId: string, row: DueNote): Promise<NoteOutcome> {
  const { orderId, wishNumber, platformOrderId, note, flag } = row
  await callPlatform(context, shopId, async (connection, { services }) => {
    if (!services.note) throw new PlatformFailure('refused', 'not-offered', '平台没有备注接口。')
    failpoint('orders.tellNote.beforeCall')
    await services.note(connection, { platformOrderId, note, flag })
    failpoint('orders.tellNote.afterCall')
  })
  return { orderId, wishNumber, result: 'told', ...nothingSeen }
}

async function look(context: JobContext, shopId: string, row: DueNote): Promise<NoteOutcome> {
  const { orderId, wishNumber, platformOrderId } = row
  const order = await callPlatform(context, shopId, async (connection, adapter) => {
    failpoint('orders.readNote.beforeCall')
    const message = await adapter.fetchOrder(connection, platformOrderId)
    failpoint('orders.readNote.afterCall')
    return adapter.readOrder(message)
  })
  const seen = { note: order.sellerMemo, flag: order.sellerFlag, modifiedAt: order.modifiedAt }
  return { orderId, wishNumber, result: 'seen', problem: '', seen }
}
