import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { command } from '#kernel/operation.ts'
import { clearWaybills, lockApprovedParcels } from '#modules/orders/public.ts'
import { settleItems } from '../batch-store.ts'
import { parcelsMoved } from '../fulfilment-events.ts'
import { sortOut, voidRefusal } from '../parcel-work-rules.ts'
import { cancelSheetsOf } from '../sheet-store.ts'
import { sheetStandings } from '../sheet-views.ts'
import { voidLiving } from '../waybill-store.ts'
import { livingWaybills } from '../waybill-views.ts'

export const voidWaybills = command({
  name: 'fulfilment.voidWaybills',
  ...fulfilment.voidWaybills,
  summary: 'Voids waybills of parcels that have not been shipped and gives the numbers back to the carrier.',
  access: { permission: 'fulfilment.waybill', scope: 'shop' },
  audit: ({ reason }, { done, refused }) => ({
    objects: done.map((id) => ({ kind: 'parcel', id })),
    details: { reason, done: done.length, refused: refused.length },
  }),
  errors: [
    errors.notFound,
    errors.alreadyShipped,
    errors.claimedByOther,
    errors.noWaybill,
    errors.unknownOutcome,
    errors.printPending,
    errors.itemStopped,
  ],
  async run(tx, { parcelIds, reason }, actor, effects) {
    const [parcels, living, sheets] = await Promise.all([
      lockApprovedParcels(tx, actor, parcelIds, effects.now),
      livingWaybills(tx, parcelIds),
      sheetStandings(tx, parcelIds),
    ])
    const byId = new Map(parcels.map((parcel) => [parcel.parcelId, parcel]))
    const { able, refused } = sortOut(parcelIds, (id) =>
      voidRefusal(id, byId.get(id), living.get(id), sheets.get(id)?.standing ?? 'none'),
    )
    if (able.length === 0) return { done: able, refused }
    const voided = await voidLiving(tx, able, reason, effects.now)
    await Promise.all([
      clearWaybills(tx, able),
      cancelSheetsOf(tx, able),
      settleItems(
        tx,
        voided.map((row) => ({ ...row, refusal: { code: errors.itemStopped.code, params: {} } })),
      ),
    ])
    for (const carrierAccountId of new Set(voided.filter((row) => row.isIssued).map((row) => row.carrierAccountId)))
      effects.enqueue({ kind: 'fulfilment.cancelWaybills', payload: { carrierAccountId }, group: `waybills:${carrierAccountId}` })
    effects.announce(parcelsMoved(parcels.filter((parcel) => able.includes(parcel.parcelId))))
    return { done: able, refused }
  },
})
