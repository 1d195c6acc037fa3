import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { starterOf } from '#kernel/starter.ts'
import { insertBatch } from '../batch-store.ts'
import { batchChanged } from '../fulfilment-events.ts'
import { askForWaybills } from '../request-waybills.ts'

export const requestWaybills = command({
  name: 'fulfilment.requestWaybills',
  ...fulfilment.requestWaybills,
  summary: 'Asks the carrier for waybill numbers of approved parcels; each ends with a number or with a refusal of its own.',
  access: { permission: 'fulfilment.waybill', scope: 'shop' },
  audit: ({ parcelIds, carrierAccountId }, { batchId }) => ({
    objects: [{ kind: 'batch', id: batchId }, ...parcelIds.map((id) => ({ kind: 'parcel', id }))],
    details: { count: parcelIds.length, carrierAccountId: carrierAccountId ?? null },
  }),
  errors: [
    errors.notFound,
    errors.notApproved,
    errors.alreadyShipped,
    errors.refundAsked,
    errors.claimedByOther,
    errors.hasWaybill,
    errors.carrierMissing,
    errors.receiverNeedsPlatform,
    errors.regionUnserved,
    errors.carrierNotAuthorised,
    errors.unknownOutcome,
    errors.waybillRefused,
    errors.carrierSilent,
  ],
  async run(tx, { parcelIds, carrierAccountId }, actor, effects) {
    const batchId = newId()
    const { intents, refused } = await askForWaybills(tx, { batchId, parcelIds, carrierAccountId }, actor, effects)
    const options = carrierAccountId === undefined ? {} : { carrierAccountId }
    await insertBatch(tx, { batchId, kind: 'waybill', options, starter: starterOf(actor), now: effects.now }, intents, refused)
    effects.announce(
      batchChanged(
        [batchId],
        intents.map((intent) => intent.shopId),
      ),
    )
    return { batchId }
  },
})
