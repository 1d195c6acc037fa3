/** What is printed on the labels of parcels, gathered from everywhere. */
import type { Reader } from '#kernel/db.ts'
import type { Vault } from '#kernel/vault.ts'
import { labelFacts } from '#modules/orders/public.ts'
import { carrierName } from '#server/carriers/registry.ts'
import { carrierAccounts } from './carrier-account-views.ts'
import type { LabelSheet } from './labels/label-sheet.ts'
import { weightOf, weightsByCode } from './waybill-requests.ts'
import { livingWaybills } from './waybill-views.ts'

/** By parcel. A parcel without a living number is absent. `copies`: 1 = first print, 2 = first reprint … */
export async function labelSheets(
  reader: Reader,
  vault: Vault,
  copies: ReadonlyMap<string, number>,
  now: Date,
): Promise<Map<string, LabelSheet>> {
  const parcelIds = [...copies.keys()]
  const [parcels, living, accounts] = await Promise.all([
    labelFacts(reader, vault, parcelIds),
    livingWaybills(reader, parcelIds),
    carrierAccounts(reader),
  ])
  const grams = await weightsByCode(reader, parcels)
  const senders = new Map(accounts.map((account) => [account.carrierAccountId, account.sender]))
  const sheets = new Map<string, LabelSheet>()
  for (const parcel of parcels) {
    const waybill = living.get(parcel.parcelId)
    const sender = waybill && senders.get(waybill.carrierAccountId)
    if (!waybill || !sender || waybill.state !== 'issued') continue
    sheets.set(parcel.parcelId, {
      carrierName: carrierName(waybill.carrier),
      productName: '标准快递',
      waybillNumber: waybill.waybillNumber,
      routeCode: waybill.routeCode,
      sortedAt: null,
      receiver: parcel.receiver,
      sender,
      items: parcel.lines.map(({ title, variant, skuCode, quantity }) => ({ title, variant, sku: skuCode, quantity })),
      orders: parcel.orders.map((order) => ({
        orderNumber: order.platformOrderId,
        buyerNote: order.buyerNote,
        sellerMemo: [order.sellerMemo, order.internalNote].filter(Boolean).join('；'),
        sellerFlag: 0,
      })),
      parcel: { number: 1, count: 1 },
      pieceCount: 1,
      weightGrams: weightOf(parcel.lines, grams) || null,
      shopName: parcel.shopName,
      printedAt: now.toISOString(),
      reprintNumber: (copies.get(parcel.parcelId) ?? 1) - 1,
    })
  }
  return sheets
}
