import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import type { Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { lockApprovedParcels, type ParcelForWork, setShippedNumber } from '#modules/orders/public.ts'
import { shopsById } from '#modules/shops/public.ts'
import { carriers } from '#server/carriers/registry.ts'
import { offers, platformNamed } from '#server/platforms/registry.ts'
import { latestOfOrders, type NumberPlan, planFor } from '../change-shipment-rules.ts'
import { insertChanges, lockWriteBacksOf, type Numbered, renumber, replaceNumbers, showWorst } from '../change-shipment-store.ts'
import { numbersChanged, writeBackChanged } from '../fulfilment-events.ts'
import { sheetStandings } from '../sheet-views.ts'
import { startWritingBack } from '../start-writing-back.ts'

/** Kept as the reason why the old number was not given back. */
const USED = '发货后换号，原单号已使用，不退还'

export const changeShipment = command({
  name: 'fulfilment.changeShipment',
  ...fulfilment.changeShipment,
  summary: 'Puts another carrier or waybill number in the place of the one a parcel left with, and tells its platforms.',
  access: { permission: 'fulfilment.ship', scope: 'shop' },
  audit: ({ parcelId, reason, giveBack }, { before, after, toldCount, replacedCount }) => ({
    objects: [{ kind: 'parcel', id: parcelId }],
    details: {
      waybillNumber: { from: before.waybillNumber, to: after.waybillNumber },
      ...(before.carrier === after.carrier ? {} : { carrier: { from: before.carrier, to: after.carrier } }),
      ...{ reason, giveBack, toldCount, replacedCount },
    },
  }),
  errors: [
    errors.notFound,
    errors.notShipped,
    errors.numberChanged,
    errors.sameNumber,
    errors.numberTaken,
    errors.unknownCarrier,
    errors.printPending,
    errors.notOffered,
  ],
  async run(tx, { parcelId, replaces, carrier, waybillNumber, giveBack, reason }, actor, effects) {
    const { now } = effects
    const after: Numbered = { carrier, waybillNumber }
    // On one connection statements run in this order: rows before parcels, as when the platform's answer is recorded.
    const [told, [parcel], sheets, shops] = await Promise.all([
      lockWriteBacksOf(tx, parcelId),
      lockApprovedParcels(tx, actor, [parcelId], now),
      sheetStandings(tx, [parcelId]),
      shopsById(tx),
    ])
    if (!parcel) return fail(errors.notFound)
    requireChangeable(parcel, replaces, after)
    if (sheets.get(parcelId)?.standing === 'pending') return fail(errors.printPending)
    const plans = latestOfOrders(told).map((row) => ({ ...row, plan: planFor(row) }))
    const again = plans.filter(({ plan }) => plan === 'again')
    for (const { shopId } of again) requireOffered(shops.get(shopId)?.platform ?? 'file')
    const account = await renumber(tx, { parcelId, number: after, reason, kept: giveBack ? null : USED, now })
    if (account === undefined) return fail(errors.numberTaken, { number: waybillNumber })
    await setShippedNumber(tx, { parcelId, ...after })
    await tellNumber(tx, parcelId, plans, after, now)
    const open = plans.filter(({ plan }) => plan !== 'quiet')
    startWritingBack(effects, open)
    if (account !== null)
      effects.enqueue({
        kind: 'fulfilment.cancelWaybills',
        payload: { carrierAccountId: account },
        group: `waybills:${account}`,
      })
    effects.announce(numbersChanged([parcel]))
    if (plans.length > 0)
      effects.announce(
        writeBackChanged(
          plans.map(({ writeBackId }) => writeBackId),
          plans.map(({ shopId }) => shopId),
        ),
      )
    return {
      before: { carrier: parcel.carrier, waybillNumber: parcel.waybillNumber },
      after,
      toldCount: again.length,
      replacedCount: open.length - again.length,
      quietCount: plans.length - open.length,
    }
  },
})

/** Throws notShipped, numberChanged, sameNumber, unknownCarrier. */
function requireChangeable(parcel: ParcelForWork, replaces: string, after: Numbered): void {
  if (parcel.fulfilmentState !== 'shipped') fail(errors.notShipped)
  if (parcel.waybillNumber !== replaces) fail(errors.numberChanged, { number: parcel.waybillNumber })
  // Platforms know a parcel by its number: the same one under another courier would look as if it had arrived already.
  if (parcel.waybillNumber === after.waybillNumber) fail(errors.sameNumber)
  if (!carriers.some(({ carrier }) => carrier === after.carrier)) fail(errors.unknownCarrier, { carrier: after.carrier })
}

/** Throws notOffered. */
function requireOffered(platform: string): void {
  if (!offers(platform, 'changeShipment'))
    fail(errors.notOffered, { platform: platformNamed(platform).zh, capability: 'changeShipment' })
}

type Planned = { writeBackId: string; plan: NumberPlan }

/** What is still to be told speaks of the new number; what was told gets a row of its own. */
async function tellNumber(tx: Tx, parcelId: string, plans: readonly Planned[], after: Numbered, now: Date): Promise<void> {
  const rows = plans.map(({ writeBackId, plan }) => ({ writeBackId, plan, open: plan === 'replace' }))
  await replaceNumbers(
    tx,
    rows.filter(({ plan }) => plan !== 'again'),
    after,
    now,
  )
  await insertChanges(
    tx,
    rows.flatMap(({ writeBackId, plan }) => (plan === 'again' ? writeBackId : [])),
    after,
    now,
  )
  await showWorst(tx, parcelId)
}
