import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { command } from '#kernel/operation.ts'
import { approve } from '../approval.ts'
import { bulkNote } from '../bulk-rules.ts'

export const approveParcels = command({
  name: 'orders.approveParcels',
  ...orders.approveParcels,
  summary: 'Approves parcels and reserves their stock; what must not go on is held and says why.',
  access: { permission: 'orders.review', scope: 'shop' },
  audit: (_input, result) => bulkNote(result),
  errors: [
    errors.notFound,
    errors.claimedByOther,
    errors.notAwaitingReview,
    errors.alreadyShipped,
    errors.parcelHeld,
    errors.shortStock,
    errors.goodsUnmatched,
  ],
  run: (tx, { parcelIds }, actor, effects) => approve(tx, parcelIds, actor, effects, false),
})
