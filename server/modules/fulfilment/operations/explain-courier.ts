import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { reachableParcels } from '#modules/orders/public.ts'
import { courierChooser } from '../courier-choices.ts'
import { madeChoices } from '../waybill-views.ts'

export const explainCourier = query({
  name: 'fulfilment.explainCourier',
  ...fulfilment.explainCourier,
  summary: 'Which courier each parcel got, or would get now, and what spoke for it and against the others.',
  access: { permission: 'fulfilment.view', scope: 'shop' },
  errors: [errors.notFound],
  async run(reader, { parcelIds }, actor, world) {
    const now = world.now()
    const reached = await reachableParcels(reader, actor.scope, parcelIds, now)
    if (reached.size < new Set(parcelIds.map((id) => id.toLowerCase())).size) return fail(errors.notFound)
    const [made, { choose }] = await Promise.all([
      madeChoices(reader, parcelIds),
      courierChooser(reader, parcelIds, undefined, now),
    ])
    return {
      rows: parcelIds.map((parcelId) => {
        const choice = made.get(parcelId)
        return { parcelId, isMade: choice !== undefined, ...(choice ?? choose(parcelId)) }
      }),
    }
  },
})
