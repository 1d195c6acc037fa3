import { z } from 'zod'
import { PARCEL_STATES } from '#contract/closed-lists.ts'
import { moment, shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { boundServices } from '../service-store.ts'
import { dueTraces } from '../trace-views.ts'

const AT_ONCE = 100

/** Answers the credentials sealed: they are opened where a service is called and nowhere before. */
export const listDueTraces = query({
  name: 'tracing.listDueTraces',
  ...shape(
    {},
    z.object({
      merchant: z.string(),
      services: z.array(z.object({ service: z.string(), sealed: z.string(), waitUntil: moment.nullable() })),
      rows: z.array(
        z.object({
          traceId: uuid,
          carrier: z.string(),
          waybillNumber: z.string(),
          phoneTail: z.string(),
          subscribedWith: z.string(),
          state: z.enum(PARCEL_STATES),
          shippedAt: moment,
        }),
      ),
    }),
  ),
  summary: 'Numbers that a tracing service is to be asked about, and the services to ask.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  async run(reader, _input, _actor, world) {
    const bound = await boundServices(reader)
    return {
      merchant: reader.merchantId,
      services: bound.map(({ service, sealed, waitUntil }) => ({ service, sealed: sealed.toString('base64'), waitUntil })),
      rows: bound.length > 0 ? await dueTraces(reader, world.now(), AT_ONCE) : [],
    }
  },
})
