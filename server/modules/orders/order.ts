/** The nouns of this module: what the platform said (orders) and the work made of it (parcels). */
import type { CheckFinding, FULFILMENT_STATES, ORDER_STATUSES, REVIEW_STATES, WRITE_BACK_STATES } from '#contract/orders.ts'
import type { RefundState } from '#server/platforms/platform.ts'

export type OrderStatus = (typeof ORDER_STATUSES)[number]
export type ReviewState = (typeof REVIEW_STATES)[number]
export type FulfilmentState = (typeof FULFILMENT_STATES)[number]
export type WriteBackState = (typeof WRITE_BACK_STATES)[number]

/** An order as review and parcels need it. Times ISO 8601 UTC, money in fen. */
export type OrderFacts = {
  orderId: string
  platformOrderId: string
  status: OrderStatus
  shipForbidden: boolean
  buyerKey: string
  buyerNick: string
  receiverKey: string
  /** The same value in the same shop = they may travel in one parcel; '' = nobody has said so (yet). */
  mergeGroup: string
  /** Masked, for display. */
  receiverText: string
  province: string
  /** Fields of the receiver that were not given; a masked field counts as given. */
  receiverMissing: readonly string[]
  /** Fields that hold two values in one text. */
  receiverDoubled: readonly string[]
  buyerNote: string
  sellerMemo: string
  sellerFlag: number
  paidFen: number
  /** Pieces of the whole order, wherever they are. */
  pieces: number
  createdAt: string
  paidAt: string | null
  shipBy: string | null
  /** Receiver's address in plain, only there when the shop watches words; else ''. */
  watchedText: string
}

/** The part of an order line that is in one parcel. */
export type LineFacts = {
  lineId: string
  orderId: string
  skuCode: string
  title: string
  variant: string
  quantity: number
  /** Quantity of the whole order line, of which `quantity` is in this parcel. */
  orderedQuantity: number
  /** What the buyer pays for the whole order line. */
  paidFen: number
  refundState: RefundState
  refundedFen: number
}

/** Another open parcel of the same shop that goes to the same receiver or belongs to the same buyer. */
export type SiblingFacts = { parcelId: string; number: string; sameReceiver: boolean }

export type SkuFacts = { code: string; minPriceFen: number | null }

/** Everything the checks may ask. Pure values: the same facts always give the same findings. */
export type ReviewFacts = {
  /** Receiver the parcel was planned for; differs from its orders' when the buyer changed the address later. */
  receiverKey: string
  mergeGroup: string
  /** A person's hold; '' = none. */
  holdReason: string
  orders: readonly OrderFacts[]
  lines: readonly LineFacts[]
  siblings: readonly SiblingFacts[]
  skus: ReadonlyMap<string, SkuFacts>
  /** Sellable quantity by merchant SKU; null when this parcel's stock is already reserved. */
  sellable: ReadonlyMap<string, number> | null
}

/** A parcel that went into another by a merge: unmerging gives it back its id and number. */
export type MergedFrom = { parcelId: string; number: string; orderIds: string[] }

export type Claim = { accountId: string; name: string; until: string }

/** A parcel as it is stored. */
export type Parcel = {
  parcelId: string
  shopId: string
  warehouseId: string
  number: string
  reviewState: ReviewState
  fulfilmentState: FulfilmentState
  receiverKey: string
  mergeGroup: string
  receiverText: string
  province: string
  buyerKey: string
  holdReason: string
  findings: readonly CheckFinding[]
  /** A claim that has not run out; null = free. */
  claim: Claim | null
  reviewAfter: string | null
  waybillNumber: string
  mergedFrom: readonly MergedFrom[]
  createdAt: string
}

/** A parcel with what is inside: oldest order first. */
export type WholeParcel = Parcel & { orders: OrderFacts[]; lines: LineFacts[] }

/** Who acts and when, as stock and log want to know it. */
export type By = { name: string; now: Date }

export const CLAIM_LEASE_MS = 10 * 60_000
