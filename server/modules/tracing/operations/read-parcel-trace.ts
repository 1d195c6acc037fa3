import { errors } from '#contract/errors.ts'
import { tracing } from '#contract/tracing.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { reachableParcels } from '#modules/orders/public.ts'
import { shopsById } from '#modules/shops/public.ts'
import { traceRowOf } from '../trace-row.ts'
import { tracesOfParcel } from '../trace-views.ts'

export const readParcelTrace = query({
  name: 'tracing.readParcelTrace',
  ...tracing.readParcelTrace,
  summary: 'How one parcel travelled, and what was looked after on its way.',
  access: { permission: 'fulfilment.view', scope: 'shop' },
  errors: [errors.notFound],
  async run(reader, { parcelId }, actor, world) {
    const reached = await reachableParcels(reader, actor.scope, [parcelId], world.now())
    if (reached.size === 0) return fail(errors.notFound)
    const [rows, shops] = await Promise.all([tracesOfParcel(reader, parcelId), shopsById(reader)])
    return { rows: rows.map(({ events, exceptions, ...row }) => ({ ...traceRowOf(row, shops), events, exceptions })) }
  },
})
