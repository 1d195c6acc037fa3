import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { command } from '#kernel/operation.ts'
import { approve } from '../approval.ts'
import { bulkNote } from '../bulk-rules.ts'

export const approveForced = command({
  name: 'orders.approveForced',
  ...orders.approveForced,
  summary: 'Approves parcels against a hold; short stock, refunds, unpaid orders and platform prohibitions still stand.',
  access: { permission: 'orders.reviewForced', scope: 'shop' },
  stepUp: true,
  audit: (input, result) => bulkNote(result, { reason: input.reason }),
  errors: [
    errors.stepUpRequired,
    errors.notFound,
    errors.claimedByOther,
    errors.notAwaitingReview,
    errors.alreadyShipped,
    errors.parcelHeld,
    errors.shortStock,
    errors.goodsUnmatched,
  ],
  run: (tx, { parcelIds }, actor, effects) => approve(tx, parcelIds, actor, effects, true),
})
