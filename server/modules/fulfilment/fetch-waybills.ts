/**
 * Turning intents into numbers. Intents are marked as sent in one transaction, the carrier is called, and what it said is recorded
 * in another. Whatever was sent before and has no outcome is looked up by its key first; the key never changes.
 */
import type { Refusal } from '#contract/operation.ts'
import { inParallel } from '#kernel/in-parallel.ts'
import { type JobContext, RunAgainAt } from '#kernel/jobs.ts'
import { partsOf } from '#kernel/parts.ts'
import { withoutPhones, withoutReceiver } from '#kernel/personal-text.ts'
import { CarrierFailure, type WaybillAnswer } from '#server/carriers/carrier.ts'
import { interfaceNamed, type WaybillInterface } from '#server/carriers/registry.ts'
import { type CarrierRoute, callCarrier } from './carrier-call.ts'
import { MOST_ATTEMPTS, meaningOf, waitAfter } from './carrier-failure-rules.ts'
import { recordWaybills } from './operations/record-waybills.ts'
import { stopLostBatches } from './operations/stop-lost-batches.ts'
import { type TakenRequest, takeWaybills } from './operations/take-waybills.ts'
import { outsideCall } from './outside-call.ts'
import type { WaybillOutcome } from './waybill-store.ts'

const CALLS_AT_ONCE = 10
type IssuedAnswer = Extract<WaybillAnswer, { outcome: 'issued' }>
type Round = {
  context: JobContext
  carrierAccountId: string
  waybillInterface: WaybillInterface
  carrier: string
  outcomes: WaybillOutcome[]
  /** The first failure that says the carrier cannot be reached at present. */
  trouble: CarrierFailure | undefined
}

export async function fetchWaybills(context: JobContext, carrierAccountId: string): Promise<void> {
  while (!context.signal.aborted) {
    const taken = await context.call(takeWaybills, { carrierAccountId })
    const { carrier, interfaceName, failedCount, waitUntil, lostBatchIds, rows } = taken
    if (lostBatchIds.length > 0) {
      await context.call(stopLostBatches, { batchIds: lostBatchIds })
      continue
    }
    if (waitUntil !== null && new Date(waitUntil) > context.world.now()) throw new RunAgainAt(new Date(waitUntil))
    const waybillInterface = interfaceNamed(interfaceName)
    if (!waybillInterface || rows.length === 0) return
    const round: Round = { context, carrierAccountId, waybillInterface, carrier, outcomes: [], trouble: undefined }
    await askAbout(round, rows)
    const { outcomes, trouble } = round
    const isStopping = context.signal.aborted
    const again = trouble && waitAfter(failedCount, trouble.retryAt, context.world.now())
    const carrierProblem =
      trouble && again && !isStopping ? { sentence: withoutPhones(trouble.message), waitUntil: again.toISOString() } : null
    await context.call(recordWaybills, { carrierAccountId, outcomes, carrierProblem })
    if (again) throw new RunAgainAt(again)
  }
}

async function askAbout(round: Round, rows: readonly TakenRequest[]): Promise<void> {
  const unsure = rows.filter((row) => row.wasSent)
  const unseen = [...rows.filter((row) => !row.wasSent), ...(await lookUp(round, unsure))]
  const chunks = [...Map.groupBy(unseen, (row) => row.viaShopId).values()].flatMap((ofShop) =>
    partsOf(ofShop, round.waybillInterface.adapter.batchSize),
  )
  await inParallel(chunks, CALLS_AT_ONCE, (chunk) => request(round, chunk))
}

/** Asks the carrier what became of these; answers those it has never seen. */
async function lookUp(round: Round, rows: readonly TakenRequest[]): Promise<TakenRequest[]> {
  const toAsk: TakenRequest[] = []
  await inParallel(rows, CALLS_AT_ONCE, async (row) => {
    if (round.trouble) return
    const { requestKey, platformOrderIds } = row.request
    const { adapter } = round.waybillInterface
    try {
      const found = await callCarrier(round.context, routeOf(round, row), (connection) =>
        outsideCall('fulfilment.findWaybill', () => adapter.findWaybill(connection, requestKey, platformOrderIds)),
      )
      if (found?.outcome === 'issued') round.outcomes.push(outcomeOf(row, await completed(round, row, found)))
      else toAsk.push(row)
    } catch (error) {
      noteLookUpFailure(round, row, error)
    }
  })
  return toAsk
}

/** A look-up may come without the sorting code; the same key gives the whole answer, and no failure there loses the number we know. */
async function completed(round: Round, row: TakenRequest, found: IssuedAnswer): Promise<WaybillAnswer> {
  if (found.routeCode !== '') return found
  const { adapter } = round.waybillInterface
  try {
    const [whole] = await callCarrier(round.context, routeOf(round, row), (connection) =>
      outsideCall('fulfilment.completeWaybill', () => adapter.requestWaybills(connection, [row.request])),
    )
    return whole?.outcome === 'issued' && whole.waybillNumber === found.waybillNumber ? whole : found
  } catch (error) {
    if (!(error instanceof CarrierFailure)) throw error
    return found
  }
}

/** A look-up changes nothing: the row stays open unless the carrier has no answer for us at all. */
function noteLookUpFailure(round: Round, row: TakenRequest, error: unknown): void {
  if (!(error instanceof CarrierFailure)) throw error
  if (meaningOf(error.kind) === 'refused') round.outcomes.push(unknown(row, error.message))
  else if (row.attempts >= MOST_ATTEMPTS && meaningOf(error.kind) === 'open') round.outcomes.push(unknown(row, error.message))
  else round.trouble ??= error
}

async function request(round: Round, rows: readonly TakenRequest[]): Promise<void> {
  const [first] = rows
  if (!first) return
  // Another call of this round met a carrier that does not answer: these were not sent.
  if (round.trouble) return void round.outcomes.push(...rows.map(returned))
  const { adapter } = round.waybillInterface
  const requests = rows.map((row) => row.request)
  try {
    const answers = await callCarrier(round.context, routeOf(round, first), (connection) =>
      outsideCall('fulfilment.requestWaybills', () => adapter.requestWaybills(connection, requests)),
    )
    const byKey = new Map(answers.map((answer) => [answer.requestKey, answer]))
    for (const row of rows) {
      const answer = byKey.get(row.request.requestKey)
      // A parcel the answer leaves out stays open and is looked up in the next round.
      if (answer) round.outcomes.push(outcomeOf(row, answer))
    }
  } catch (error) {
    noteFailure(round, rows, error)
  }
}

function noteFailure(round: Round, rows: readonly TakenRequest[], error: unknown): void {
  if (!(error instanceof CarrierFailure)) throw error
  switch (meaningOf(error.kind)) {
    case 'refused':
      round.outcomes.push(...rows.map((row) => refused(row, error.message)))
      return
    case 'wait':
      round.trouble ??= error
      // Sent before and asked again: what the first sending did is still open.
      round.outcomes.push(...rows.filter((row) => !row.wasSent).map(returned))
      return
    case 'open':
      round.trouble ??= error
      round.outcomes.push(...rows.filter((row) => row.attempts >= MOST_ATTEMPTS).map((row) => unknown(row, error.message)))
  }
}

const routeOf = (
  { waybillInterface, carrier, carrierAccountId }: Round,
  { viaShopId, platformUserId }: TakenRequest,
): CarrierRoute => ({
  waybillInterface,
  carrier,
  carrierAccountId,
  viaShopId,
  platformUserId,
})

function outcomeOf(row: TakenRequest, answer: WaybillAnswer): WaybillOutcome {
  if (answer.outcome === 'refused') return refused(row, answer.message)
  const { waybillNumber, routeCode, printPayload } = answer
  return { waybillId: row.waybillId, state: 'issued', waybillNumber, routeCode, printPayload, problem: null }
}
const bare = (row: TakenRequest, state: WaybillOutcome['state'], problem: WaybillOutcome['problem']): WaybillOutcome => ({
  waybillId: row.waybillId,
  state,
  waybillNumber: '',
  routeCode: '',
  printPayload: '',
  problem,
})
/** Carriers like to repeat what they did not like about an address: that does not belong into a batch everybody reads. */
const problemOf = (
  { request }: TakenRequest,
  code: 'waybillRefused' | 'carrierSilent',
  reason: string,
): Pick<Refusal, 'code' | 'params'> => ({
  code,
  params: { reason: withoutReceiver(reason, request.receiver).slice(0, 300) },
})
const refused = (row: TakenRequest, reason: string) => bare(row, 'refused', problemOf(row, 'waybillRefused', reason))
const unknown = (row: TakenRequest, reason: string) => bare(row, 'unknown', problemOf(row, 'carrierSilent', reason))
const returned = (row: TakenRequest) => bare(row, 'returned', null)
