import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { split } from '../arrange-parcels.ts'
import { whyNotSplittable } from '../merge-rules.ts'
import { lockParcels } from '../parcel-store.ts'

export const splitParcel = command({
  name: 'orders.splitParcel',
  ...orders.splitParcel,
  summary: 'Moves lines, or pieces of a line, into a parcel of their own to the same receiver.',
  access: { permission: 'orders.arrange', scope: 'shop' },
  audit: (input, result) => ({
    objects: [
      { kind: 'parcel', id: input.parcelId },
      { kind: 'parcel', id: result.parcelId },
    ],
    details: { newParcel: result.parcelId, moved: input.lines },
  }),
  errors: [errors.notFound, errors.claimedByOther, errors.notSplittable],
  async run(tx, { parcelId, lines }, actor, effects) {
    const [parcel] = await lockParcels(tx, actor.scope, [parcelId], effects.now)
    if (!parcel) return fail(errors.notFound)
    if (parcel.claim && parcel.claim.accountId !== actor.accountId) fail(errors.claimedByOther, { name: parcel.claim.name })
    const moved = new Map<string, number>()
    for (const { lineId, quantity } of lines) moved.set(lineId, (moved.get(lineId) ?? 0) + quantity)
    const obstacle = whyNotSplittable(parcel, moved)
    if (obstacle) fail(errors.notSplittable, { reason: obstacle[actor.language] })
    return { parcelId: await split(tx, parcel, moved, actor, effects) }
  },
})
