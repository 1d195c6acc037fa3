/** What is printed on the labels of parcels, gathered from everywhere. */
import type { Reader } from '#kernel/db.ts'
import type { Vault } from '#kernel/vault.ts'
import { type LabelFacts, labelFacts, maskedFields } from '#modules/orders/public.ts'
import { carrierName } from '#server/carriers/registry.ts'
import { carrierAccounts } from './carrier-account-views.ts'
import type { LabelSheet } from './labels/label-sheet.ts'
import { weightOf, weightsByCode } from './waybill-requests.ts'
import { type LivingWaybill, livingWaybills } from './waybill-views.ts'

/** By parcel. A parcel without a living number is absent. `copies`: 1 = first print, 2 = first reprint … */
export async function labelSheets(
  reader: Reader,
  vault: Vault,
  copies: ReadonlyMap<string, number>,
  now: Date,
): Promise<Map<string, LabelSheet>> {
  const sheets = await allSheets(reader, vault, copies, now)
  return new Map([...sheets].flatMap(([parcelId, { sheet, isNumbered }]) => (isNumbered ? [[parcelId, sheet] as const] : [])))
}

/**
 * The same for delivery notes by themselves: a parcel that has no waybill yet goes by its own number, and the receiver is masked, as for
 * everybody who has not revealed him. Behind a label, which says it all, he stands as on the label.
 */
export async function noteSheets(
  reader: Reader,
  vault: Vault,
  copies: ReadonlyMap<string, number>,
  now: Date,
): Promise<Map<string, LabelSheet>> {
  const sheets = await allSheets(reader, vault, copies, now)
  return new Map(
    [...sheets].map(([parcelId, { sheet }]) => {
      const { town = '', ...receiver } = sheet.receiver
      return [parcelId, { ...sheet, receiver: maskedFields({ town, zip: '', ...receiver }) }]
    }),
  )
}

async function allSheets(reader: Reader, vault: Vault, copies: ReadonlyMap<string, number>, now: Date) {
  const parcelIds = [...copies.keys()]
  const [parcels, living, accounts] = await Promise.all([
    labelFacts(reader, vault, parcelIds),
    livingWaybills(reader, parcelIds),
    carrierAccounts(reader),
  ])
  const grams = await weightsByCode(reader, parcels)
  const senders = new Map(accounts.map((account) => [account.carrierAccountId, account.sender]))
  const sheets = new Map<string, { sheet: LabelSheet; isNumbered: boolean }>()
  for (const parcel of parcels) {
    const waybill = living.get(parcel.parcelId)
    const sender = waybill && senders.get(waybill.carrierAccountId)
    const carried = waybill && sender && waybill.state === 'issued' ? { waybill, sender } : undefined
    sheets.set(parcel.parcelId, {
      isNumbered: carried !== undefined,
      sheet: {
        ...carriedBy(carried, parcel.number),
        receiver: parcel.receiver,
        items: parcel.lines.map(({ title, variant, skuCode, quantity }) => ({ title, variant, sku: skuCode, quantity })),
        orders: parcel.orders.map(labelOrder),
        parcel: { number: 1, count: 1 },
        pieceCount: 1,
        weightGrams: weightOf(parcel.lines, grams) || null,
        shopName: parcel.shopName,
        printedAt: now.toISOString(),
        reprintNumber: (copies.get(parcel.parcelId) ?? 1) - 1,
      },
    })
  }
  return sheets
}

type Carried = { waybill: LivingWaybill; sender: LabelSheet['sender'] } | undefined
const NOBODY = { name: '', phone: '', province: '', city: '', district: '', address: '' }

function carriedBy(carried: Carried, parcelNumber: string) {
  if (!carried)
    return { carrierName: '', productName: '', waybillNumber: parcelNumber, routeCode: '', sortedAt: null, sender: NOBODY }
  const { waybill, sender } = carried
  return {
    carrierName: carrierName(waybill.carrier),
    productName: '标准快递',
    waybillNumber: waybill.waybillNumber,
    routeCode: waybill.routeCode,
    sortedAt: null,
    sender,
  }
}

const labelOrder = (order: LabelFacts['orders'][number]): LabelSheet['orders'][number] => ({
  orderNumber: order.platformOrderId,
  buyerNote: order.buyerNote,
  sellerMemo: [order.sellerMemo, order.internalNote].filter(Boolean).join('；'),
  sellerFlag: 0,
})
