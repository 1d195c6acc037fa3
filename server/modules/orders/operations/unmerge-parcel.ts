import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { unmerge } from '../arrange-parcels.ts'
import { whyNotUnmergeable } from '../merge-rules.ts'
import { lockParcels, readParcels } from '../parcel-store.ts'

export const unmergeParcel = command({
  name: 'orders.unmergeParcel',
  ...orders.unmergeParcel,
  summary: 'Takes a merged parcel apart: every order goes back into a parcel of its own, with its old number.',
  access: { permission: 'orders.arrange', scope: 'shop' },
  audit: (_input, result) => ({
    objects: result.parcelIds.map((id) => ({ kind: 'parcel', id })),
    details: { parcels: result.parcelIds.length },
  }),
  errors: [errors.notFound, errors.claimedByOther, errors.notSplittable],
  async run(tx, { parcelId }, actor, effects) {
    const [seen] = await readParcels(tx, [parcelId], effects.now)
    const remembered = seen?.mergedFrom.map((entry) => entry.parcelId) ?? []
    // The merged parcel and those that come back, locked together in id order.
    const locked = await lockParcels(tx, actor.scope, [parcelId, ...remembered], effects.now)
    const parcel = locked.find((one) => one.parcelId === parcelId) ?? fail(errors.notFound)
    if (parcel.claim && parcel.claim.accountId !== actor.accountId) fail(errors.claimedByOther, { name: parcel.claim.name })
    const obstacle = whyNotUnmergeable(parcel)
    if (obstacle) fail(errors.notSplittable, { reason: obstacle[actor.language] })
    const sources = locked.filter((one) => one.parcelId !== parcelId && one.lines.length === 0)
    return { parcelIds: await unmerge(tx, parcel, sources, actor, effects) }
  },
})
