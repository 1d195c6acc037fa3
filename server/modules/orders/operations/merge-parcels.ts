import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { merge } from '../arrange-parcels.ts'
import { whyNotMergeable } from '../merge-rules.ts'
import { lockParcels } from '../parcel-store.ts'

export const mergeParcels = command({
  name: 'orders.mergeParcels',
  ...orders.mergeParcels,
  summary:
    'Puts the lines of several parcels to the same receiver into the oldest of them; can be undone until a waybill is made.',
  access: { permission: 'orders.arrange', scope: 'shop' },
  audit: (input, result) => ({
    objects: input.parcelIds.map((id) => ({ kind: 'parcel', id })),
    details: { into: result.parcelId, parcels: input.parcelIds.length },
  }),
  errors: [errors.notFound, errors.claimedByOther, errors.notMergeable],
  async run(tx, input, actor, effects) {
    const parcelIds = [...new Set(input.parcelIds)]
    const parcels = await lockParcels(tx, actor.scope, parcelIds, effects.now)
    if (parcels.length < parcelIds.length) fail(errors.notFound)
    for (const { claim } of parcels)
      if (claim && claim.accountId !== actor.accountId) fail(errors.claimedByOther, { name: claim.name })
    const obstacle = whyNotMergeable(parcels)
    if (obstacle) fail(errors.notMergeable, { reason: obstacle[actor.language] })
    return { parcelId: await merge(tx, parcels, actor, effects) }
  },
})
