/** Asking tracing services about numbers that are due: first for pushes, where they can reach us, else for the trace itself. */
import { merchantId } from '#kernel/ids.ts'
import { type JobContext, RunAgainAt } from '#kernel/jobs.ts'
import { CarrierFailure } from '#server/carriers/carrier.ts'
import { nameAt } from '#server/carriers/couriers.ts'
import type { Trace, TrackerConnection } from '#server/carriers/tracker.ts'
import { type TracingService, tracingServices } from '#server/carriers/trackers.ts'
import { listDueTraces } from './operations/list-due-traces.ts'
import { recordTraces } from './operations/record-traces.ts'
import { pushAddress } from './push-address.ts'
import { askAgainAt } from './trace-rules.ts'
import type { Asked } from './trace-store.ts'
import type { DueTrace } from './trace-views.ts'

const CALLS_AT_ONCE = 4
const WAIT_MS = 5 * 60_000
const LOOK_AT_ACCOUNT_MS = 3_600_000

type Line = { service: TracingService; connection: TrackerConnection; pushUrl: string | undefined }
type Answer = { asked: Asked; trace: Trace | null }
type Trouble = { service: string; problem: string; waitUntil: string }

export async function askServices(context: JobContext): Promise<void> {
  const troubles = new Map<string, Trouble>()
  while (!context.signal.aborted) {
    const { merchant, services, rows } = await context.call(listDueTraces, {})
    const now = context.world.now()
    const isWaiting = ({ waitUntil }: (typeof services)[number]) => waitUntil !== null && new Date(waitUntil) > now
    const lines = services.filter((bound) => !isWaiting(bound)).flatMap((bound) => lineTo(context, merchant, bound))
    const waiting = services.flatMap((bound) => (isWaiting(bound) && bound.waitUntil !== null ? [bound.waitUntil] : []))
    if (rows.length === 0) return
    if (lines.length === 0) throw new RunAgainAt(new Date(waiting.sort()[0] ?? now.getTime() + WAIT_MS))
    const answers: Answer[] = []
    await inTurns(rows, async (row) => {
      const line = lines.find(({ service }) => !troubles.has(service.tracker.service) && follows(service, row.carrier))
      if (line) answers.push(...(await ask(context, line, row, troubles)))
      else if (!lines.some(({ service }) => follows(service, row.carrier)) && waiting.length === 0)
        answers.push({ trace: null, asked: { traceId: row.traceId, subscribedWith: null, problem: 'noService', nextAt: null } })
    })
    await context.call(recordTraces, {
      traces: answers.flatMap(({ trace }) => trace ?? []),
      asked: answers.map(({ asked }) => asked),
      services: [
        ...troubles.values(),
        ...lines
          .filter(({ service: { tracker } }) => !troubles.has(tracker.service))
          .map(({ service: { tracker } }) => ({ service: tracker.service, problem: '', waitUntil: null })),
      ],
    })
    // What stayed open waits for a service that does not answer at present.
    if (answers.length < rows.length) throw new RunAgainAt(new Date(now.getTime() + WAIT_MS))
  }
}

function lineTo(context: JobContext, merchant: string, bound: { service: string; sealed: string }): Line[] {
  const service = tracingServices.find(({ tracker }) => tracker.service === bound.service)
  if (!service) return []
  const { vault, config, now } = context.world
  const credentials = JSON.parse(vault.open(merchantId(merchant), Buffer.from(bound.sealed, 'base64'))) as Record<string, string>
  const connection = { gatewayUrl: service.gatewayUrl(config), credentials, now: () => now().getTime(), signal: context.signal }
  return [{ service, connection, pushUrl: pushAddress(config, service, merchant, credentials) }]
}

function follows({ carriers, tracker }: TracingService, carrier: string): boolean {
  if (carriers !== null) return carriers.includes(carrier)
  return nameAt(tracker.service === 'kuaidi100' ? 'kuaidi100' : 'kdniao', carrier) !== null
}

/** None = the service does not answer: the number stays due. */
async function ask(context: JobContext, line: Line, row: DueTrace, troubles: Map<string, Trouble>): Promise<Answer[]> {
  const { service, connection, pushUrl } = line
  const { tracker } = service
  const now = context.world.now()
  const answer = (problem: string, isPushed: boolean, trace: Trace | null): Answer[] => {
    const nextAt = askAgainAt(row, isPushed, now)?.toISOString() ?? null
    return [{ trace, asked: { traceId: row.traceId, subscribedWith: isPushed ? tracker.service : null, problem, nextAt } }]
  }
  const isPushed = row.subscribedWith === tracker.service
  try {
    if (pushUrl !== undefined && !isPushed) await tracker.subscribe(connection, row, pushUrl)
    const trace = await tracker.query(connection, row)
    return answer('', isPushed || pushUrl !== undefined, trace)
  } catch (error) {
    if (!(error instanceof CarrierFailure)) throw error
    if (error.kind === 'refused') return answer(error.message, isPushed, null)
    const wait = error.kind === 'reauthorise' ? LOOK_AT_ACCOUNT_MS : WAIT_MS
    const waitUntil = error.retryAt ?? new Date(now.getTime() + wait).toISOString()
    troubles.set(tracker.service, { service: tracker.service, problem: error.message, waitUntil })
    return []
  }
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values()
  const lane = async (): Promise<void> => {
    for (const item of queue) await work(item)
  }
  const ended = await Promise.allSettled(Array.from({ length: CALLS_AT_ONCE }, lane))
  for (const end of ended) if (end.status === 'rejected') throw end.reason
}
