/** Parcels that come into being: in memory first, reviewed together with the others, then inserted in the state they earned. */
import { newId } from '#kernel/ids.ts'
import type { LineFacts, OrderFacts, ReviewState, WholeParcel } from './order.ts'
import { parcelNumbers } from './parcel-number.ts'
import { parcelWords } from './parcel-rules.ts'
import type { NewParcel, ParcelLineRow } from './parcel-store.ts'
import type { Outcome } from './review-parcels.ts'
import { flagsOf } from './review-rules.ts'

/** Whose work it is, and from where it leaves. */
export type Home = { shopId: string; warehouseId: string }
export type Contents = {
  orders: OrderFacts[]
  lines: LineFacts[]
  holdReason?: string
  reviewState?: ReviewState
  reviewAfter?: string | null
}

/** Every parcel begins unpaid; the review moves it on at once when it may. */
export function freshParcels({ shopId, warehouseId }: Home, contents: readonly Contents[], now: Date): WholeParcel[] {
  const numbers = parcelNumbers(contents.length, now)
  return contents.map(({ orders, lines, holdReason = '', reviewState = 'unpaid', reviewAfter = null }, index) => ({
    parcelId: newId(),
    shopId,
    warehouseId,
    number: numbers[index] ?? '',
    reviewState,
    fulfilmentState: 'none',
    receiverKey: orders[0]?.receiverKey ?? '',
    mergeGroup: orders[0]?.mergeGroup ?? '',
    receiverText: orders[0]?.receiverText ?? '',
    province: orders[0]?.province ?? '',
    buyerKey: orders[0]?.buyerKey ?? '',
    holdReason,
    findings: [],
    claim: null,
    reviewAfter,
    waybillNumber: '',
    mergedFrom: [],
    createdAt: orders[0]?.createdAt ?? now.toISOString(),
    orders,
    lines,
  }))
}

export const newParcelRow = ({ parcel, state, findings, reviewAfter }: Outcome, by: { name: string; now: Date }): NewParcel => ({
  ...parcelWords(parcel.orders, parcel.lines),
  parcel_id: parcel.parcelId,
  shop_id: parcel.shopId,
  warehouse_id: parcel.warehouseId,
  number: parcel.number,
  review_state: state,
  receiver_key: parcel.receiverKey,
  merge_group: parcel.mergeGroup,
  receiver_text: parcel.receiverText,
  province: parcel.province,
  review_after: reviewAfter,
  flags: flagsOf(findings),
  findings,
  hold_reason: parcel.holdReason,
  approved_at: state === 'approved' ? by.now.toISOString() : null,
  approved_by: state === 'approved' ? by.name : null,
})

export const parcelLineRows = ({ parcelId, lines }: WholeParcel): ParcelLineRow[] =>
  lines.map((line) => ({ parcel_id: parcelId, line_id: line.lineId, order_id: line.orderId, quantity: line.quantity }))
