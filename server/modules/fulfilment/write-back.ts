/**
 * Telling platforms what was shipped. A report may be repeated: the adapter reads the order again when it is refused, and our own
 * number there means that an earlier report arrived. So may a change of the number: the adapter looks first whether it stands there.
 */
import { errorSentence } from '#contract/error-definition.ts'
import { Failure } from '#kernel/failure.ts'
import { inParallel } from '#kernel/in-parallel.ts'
import type { JobContext } from '#kernel/jobs.ts'
import { withoutPhones } from '#kernel/personal-text.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { PlatformFailure } from '#server/platforms/platform.ts'
import { listDueWriteBacks } from './operations/list-due-write-backs.ts'
import { recordWriteBacks } from './operations/record-write-backs.ts'
import { outsideCall } from './outside-call.ts'
import type { WriteBackOutcome } from './write-back-outcome.ts'
import type { DueWriteBack } from './write-back-views.ts'

const CALLS_AT_ONCE = 8
const NO_CHANGES = '该平台不支持修改已回传的运单号，请到平台后台修改'
const OTHER_NUMBER = '平台上该订单已用其他运单号发货，请到平台核对'

export async function writeBack(context: JobContext, shopId: string): Promise<void> {
  while (!context.signal.aborted) {
    const { rows } = await context.call(listDueWriteBacks, { shopId })
    if (rows.length === 0) return
    const outcomes: WriteBackOutcome[] = []
    let waitUntil: string | null = null
    await inParallel(rows, CALLS_AT_ONCE, async (row) => {
      if (waitUntil !== null || context.signal.aborted) return
      try {
        outcomes.push(await report(context, shopId, row))
      } catch (error) {
        // The worker stops: whatever this call did shows when the report is repeated.
        if (context.signal.aborted) return
        if (error instanceof PlatformFailure && error.kind === 'wait' && error.retryAt !== null) waitUntil = error.retryAt
        else outcomes.push(failed(row, error))
      }
    })
    if (outcomes.length > 0 || waitUntil !== null) await context.call(recordWriteBacks, { shopId, outcomes, waitUntil })
    // A new job has been set for that moment.
    if (waitUntil !== null) return
  }
}

async function report(context: JobContext, shopId: string, row: DueWriteBack): Promise<WriteBackOutcome> {
  const { writeBackId, platformOrderId, platformLineIds, carrier, waybillNumber, kind, replaces } = row
  const shipment = { platformOrderId, platformLineIds, carrier, waybillNumber }
  const answer = await callPlatform(context, shopId, async (connection, adapter) => {
    const change = adapter.services.changeShipment
    if (kind === 'first') {
      const first = await outsideCall('fulfilment.reportShipment', () => adapter.reportShipment(connection, shipment))
      // Another number there may be the one that a person has replaced since: whether it was told nobody could say.
      if (replaces === '' || !change || first.outcome === 'confirmed' || first.sameNumber) return first
    }
    if (!change) throw new PlatformFailure('refused', 'not-offered', NO_CHANGES)
    return outsideCall('fulfilment.changeShipment', () => change(connection, shipment))
  })
  const told = { writeBackId, waybillNumber }
  if (answer.outcome === 'confirmed' || answer.sameNumber) return { ...told, result: 'confirmed', problem: '' }
  return { ...told, result: 'refused', problem: OTHER_NUMBER }
}

function failed({ writeBackId, waybillNumber }: DueWriteBack, error: unknown): WriteBackOutcome {
  const told = { writeBackId, waybillNumber }
  if (error instanceof PlatformFailure) return { ...told, result: error.kind, problem: withoutPhones(error.message) }
  // The shop has lost its authorisation: its owner may renew it any time, so it is tried again.
  if (error instanceof Failure)
    return { ...told, result: 'reauthorise', problem: errorSentence(error.definition, error.params, 'zh') }
  throw error
}
