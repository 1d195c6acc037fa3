import { z } from 'zod'
import { PARCEL_STATES } from '#contract/closed-lists.ts'
import { moment, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { noteServiceProblem } from '../service-store.ts'
import { applyTraces, noteAsked } from '../trace-store.ts'
import { exceptionsRaised, tracesChanged } from '../tracing-events.ts'

const state = z.enum(PARCEL_STATES)
const trace = z.object({
  carrier: z.string(),
  waybillNumber: z.string(),
  state,
  serviceState: z.string(),
  events: z.array(z.object({ at: moment, text: z.string(), place: z.string(), state: state.nullable() })),
})

export const recordTraces = command({
  name: 'tracing.recordTraces',
  ...shape(
    {
      traces: z.array(trace).max(1000),
      asked: z
        .array(z.object({ traceId: uuid, subscribedWith: z.string().nullable(), problem: z.string(), nextAt: moment.nullable() }))
        .max(1000),
      services: z.array(z.object({ service: z.string(), problem: z.string(), waitUntil: moment.nullable() })).max(20),
    },
    z.object({}),
  ),
  summary: 'Takes in what tracing services told, asked or by themselves.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'the traces are a record of their own, with the times of the couriers' },
  errors: [],
  async run(tx, { traces, asked, services }, _actor, { now, announce }) {
    await noteAsked(tx, asked)
    const { changed, raised } = await applyTraces(tx, traces, now)
    for (const { service, problem, waitUntil } of services) await noteServiceProblem(tx, service, problem, waitUntil)
    for (const fact of [...tracesChanged(changed), ...exceptionsRaised(raised)]) announce(fact)
    return {}
  },
})
