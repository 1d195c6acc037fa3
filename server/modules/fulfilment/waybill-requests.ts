/** What the carrier is told about a parcel. */
import type { Reader } from '#kernel/db.ts'
import type { Vault } from '#kernel/vault.ts'
import { skusByCode } from '#modules/catalog/public.ts'
import { type LabelFacts, labelFacts } from '#modules/orders/public.ts'
import type { Sender, WaybillRequest } from '#server/carriers/carrier.ts'
import type { TakenWaybill } from './waybill-store.ts'

/** Grams of everything inside, 0 when the weight of a SKU is not known. */
export function weightOf(lines: LabelFacts['lines'], grams: ReadonlyMap<string, number | null>): number {
  let sum = 0
  for (const { skuCode, quantity } of lines) {
    const each = grams.get(skuCode)
    if (!each) return 0
    sum += each * quantity
  }
  return sum
}

export async function weightsByCode(reader: Reader, parcels: readonly LabelFacts[]): Promise<Map<string, number | null>> {
  const skus = await skusByCode(
    reader,
    parcels.flatMap((parcel) => parcel.lines.map((line) => line.skuCode)),
  )
  return new Map([...skus].map(([code, sku]) => [code, sku.weightGrams]))
}

/** One request per taken waybill, in their order. */
export async function waybillRequests(
  reader: Reader,
  vault: Vault,
  taken: readonly TakenWaybill[],
  sender: Sender,
): Promise<{ waybillId: string; request: WaybillRequest }[]> {
  const parcels = await labelFacts(
    reader,
    vault,
    taken.map((waybill) => waybill.parcelId),
  )
  const grams = await weightsByCode(reader, parcels)
  const byId = new Map(parcels.map((parcel) => [parcel.parcelId, parcel]))
  return taken.flatMap(({ waybillId, parcelId, requestKey }) => {
    const parcel = byId.get(parcelId)
    if (!parcel) return []
    return {
      waybillId,
      request: {
        requestKey,
        platformOrderIds: parcel.orders.map((order) => order.platformOrderId),
        platform: parcel.platform,
        sender,
        receiver: parcel.receiver,
        // Only a masked receiver travels by the platform's handle; our own fingerprint means nothing to a carrier.
        receiverKey: parcel.receiverMasked ? parcel.receiverKey : '',
        items: parcel.lines.map((line) => ({ name: line.title, count: line.quantity })),
        weightGrams: weightOf(parcel.lines, grams),
      },
    }
  })
}
