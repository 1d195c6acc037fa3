import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { lockApprovedParcels, ordersInParcels, type ParcelForWork, setShipped } from '#modules/orders/public.ts'
import { shopsById } from '#modules/shops/public.ts'
import { offers } from '#server/platforms/registry.ts'
import { parcelsMoved, parcelsShipped } from '../fulfilment-events.ts'
import { shipRefusal, sortOut } from '../parcel-work-rules.ts'
import { REPORTED_ELSEWHERE, type Report, reportsOf } from '../ship-rules.ts'
import { startWritingBack } from '../start-writing-back.ts'
import { isDead } from '../waybill-life.ts'
import { livingWaybills } from '../waybill-views.ts'
import { insertWriteBacks, type NewWriteBack, reportedLines } from '../write-back-store.ts'

export const shipParcels = command({
  name: 'fulfilment.shipParcels',
  ...fulfilment.shipParcels,
  summary: 'Ships printed parcels: the goods leave stock, and every order in them is reported to its platform.',
  access: { permission: 'fulfilment.ship', scope: 'shop' },
  audit: (_input, { done, refused }) => ({
    objects: done.map((id) => ({ kind: 'parcel', id })),
    details: { done: done.length, refused: refused.length },
  }),
  errors: [
    errors.notFound,
    errors.alreadyShipped,
    errors.notApproved,
    errors.refundAsked,
    errors.claimedByOther,
    errors.noWaybill,
    errors.waybillRecycled,
    errors.notPrinted,
  ],
  async run(tx, { parcelIds }, actor, effects) {
    const { now } = effects
    // The contents are read behind the locks: on one connection statements run in this order.
    const [parcels, contents, shops, living] = await Promise.all([
      lockApprovedParcels(tx, actor, parcelIds, now),
      ordersInParcels(tx, parcelIds),
      shopsById(tx),
      livingWaybills(tx, parcelIds),
    ])
    const byId = new Map(parcels.map((parcel) => [parcel.parcelId, parcel]))
    const { able, refused } = sortOut(parcelIds, (id) => shipRefusal(id, byId.get(id), isDead(living.get(id), now)))
    if (able.length === 0) return { done: [], refused }
    const isAble = new Set(able)
    const leaving = contents.filter(
      ({ parcelId, shopId }) => isAble.has(parcelId) && offers(shops.get(shopId)?.platform ?? 'file', 'reportShipment'),
    )
    const split = leaving.filter((order) => !order.wholeOrder).map((order) => order.orderId)
    const rows = reportsOf(leaving, await reportedLines(tx, split)).flatMap((report) => writeBackOf(byId, report))
    const waiting = rows.filter((row) => row.state === 'waiting')
    const reported = [...new Set(waiting.map((row) => row.parcelId))]
    const [shipped] = await Promise.all([
      setShipped(tx, able, { accountId: actor.accountId, name: actor.name, now }, reported),
      rows.length > 0 ? insertWriteBacks(tx, rows, now) : undefined,
    ])
    // The locks above held every one of them in a state that ships.
    if (shipped.length !== able.length) throw new Error(`${able.length} parcels were ready, ${shipped.length} shipped`)
    startWritingBack(effects, waiting)
    const left = parcels.filter((parcel) => isAble.has(parcel.parcelId))
    effects.announce(parcelsMoved(left))
    effects.announce(parcelsShipped(left))
    return { done: able, refused }
  },
})

function writeBackOf(
  parcels: ReadonlyMap<string, ParcelForWork>,
  { order, platformLineIds, isReported }: Report,
): NewWriteBack[] {
  const parcel = parcels.get(order.parcelId)
  if (!parcel) return []
  const { parcelId, orderId, shopId, platformOrderId } = order
  const { number: parcelNumber, carrier, waybillNumber } = parcel
  const row = {
    writeBackId: newId(),
    parcelId,
    parcelNumber,
    orderId,
    shopId,
    platformOrderId,
    platformLineIds,
    carrier,
    waybillNumber,
  }
  return [{ ...row, state: isReported ? 'waiting' : 'settled', problem: isReported ? '' : REPORTED_ELSEWHERE }]
}
