import { z } from 'zod'
import { budget } from './budget.ts'
import { ORDER_STATUSES, STATIONS } from './closed-lists.ts'
import { bulkResult, cursor, day, fen, idBatch, moment, noteText, nothing, pageOf, shape, shortText, uuid } from './operation.ts'
import { type ImportRow, orderImports } from './order-imports.ts'
import { savedViews } from './saved-views.ts'
import { sellerNoteOnItsWay, sellerNoteSupport, sellerNotes } from './seller-notes.ts'

export type { ImportRow }
export { ORDER_STATUSES, STATIONS }
/** Review of a parcel. buffering: paid, waits the buffer time; awaiting: a person must look; held: must not go on; stopped: never ship. */
export const REVIEW_STATES = ['unpaid', 'buffering', 'awaiting', 'held', 'approved', 'stopped'] as const
/** Fulfilment of a parcel. */
export const FULFILMENT_STATES = ['none', 'waybill', 'printed', 'shipped'] as const
/** Write-back of one order in one parcel. */
export const WRITE_BACK_STATES = ['none', 'waiting', 'confirmed', 'failed', 'needs_person'] as const
export type Station = (typeof STATIONS)[number]
export const STATION_WORDS: Record<Station, { zh: string; en: string }> = {
  unpaid: { zh: '待付款', en: 'unpaid' },
  buffer: { zh: '缓冲中', en: 'in the buffer time' },
  review: { zh: '待审核', en: 'waiting for review' },
  held: { zh: '已挂起', en: 'held' },
  waybill: { zh: '待取面单', en: 'approved, without waybill' },
  print: { zh: '待打印', en: 'to be printed' },
  ship: { zh: '待发货', en: 'to be shipped' },
  shipped: { zh: '已发货', en: 'shipped' },
  stopped: { zh: '已停止', en: 'stopped' },
}

const CHECK_RESULTS = ['allow', 'alert', 'hold'] as const
/** One independent check's answer: a flag character, a reason, and what clears it. `code` selects the sentence in web and docs. */
export const checkFinding = z.object({
  code: z.string(),
  result: z.enum(CHECK_RESULTS),
  flag: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  reasonZh: z.string(),
  reasonEn: z.string(),
  clearsZh: z.string(),
  clearsEn: z.string(),
})
export type CheckFinding = z.infer<typeof checkFinding>

const claim = z.object({ accountId: z.string(), name: z.string(), until: moment })
const parcelRow = z.object({
  parcelId: uuid,
  number: z.string(),
  shopId: uuid,
  shopName: z.string(),
  warehouseId: uuid,
  warehouseName: z.string(),
  station: z.enum(STATIONS),
  reviewState: z.enum(REVIEW_STATES),
  fulfilmentState: z.enum(FULFILMENT_STATES),
  flags: z.string(),
  platformOrderIds: z.array(z.string()),
  buyerNick: z.string(),
  receiverText: z.string(),
  province: z.string(),
  pieces: z.number().int(),
  linesText: z.string(),
  paidFen: fen,
  hasBuyerNote: z.boolean(),
  hasSellerMemo: z.boolean(),
  sellerFlag: z.number().int(),
  createdAt: moment,
  paidAt: moment.nullable(),
  shipBy: moment.nullable(),
  reviewAfter: moment.nullable(),
  claim: claim.nullable(),
  carrier: z.string(),
  waybillNumber: z.string(),
  printedCount: z.number().int(),
  writeBack: z.enum(WRITE_BACK_STATES),
  mergeableCount: z.number().int(),
  version: z.number().int(),
})
export type ParcelRow = z.infer<typeof parcelRow>
const parcelLine = z.object({
  lineId: uuid,
  orderId: uuid,
  platformOrderId: z.string(),
  skuCode: z.string(),
  title: z.string(),
  variant: z.string(),
  quantity: z.number().int(),
  priceFen: fen,
  paidFen: fen,
  refundState: z.string(),
})
const parcelOrder = z.object({
  orderId: uuid,
  platformOrderId: z.string(),
  status: z.enum(ORDER_STATUSES),
  buyerNote: z.string(),
  sellerMemo: z.string(),
  sellerFlag: z.number().int(),
  /** Null = nobody of the team wrote the seller note of this order. */
  sellerNote: sellerNoteOnItsWay.nullable(),
  internalNote: z.string(),
  paidFen: fen,
  freightFen: fen,
  createdAt: moment,
  paidAt: moment.nullable(),
  writeBack: z.enum(WRITE_BACK_STATES),
  writeBackError: z.string(),
})
const receiver = z.object({
  name: z.string(),
  phone: z.string(),
  province: z.string(),
  city: z.string(),
  district: z.string(),
  town: z.string(),
  address: z.string(),
  /** masked by the platform itself, or by us because the viewer lacks orders.viewReceiver */
  masked: z.boolean(),
})
/** `relayUntil`: the number is a relay of the platform that ends at this moment; null = the receiver's own. */
const revealed = receiver.extend({ relayUntil: moment.nullable() })
const timelineRow = z.object({
  entryId: uuid,
  at: moment,
  operation: z.string(),
  outcome: z.string(),
  actorName: z.string(),
  via: z.string(),
  details: z.record(z.string(), z.unknown()),
})
const parcelPage = parcelRow.extend({
  receiver,
  lines: z.array(parcelLine),
  orders: z.array(parcelOrder),
  sellerNotes: sellerNoteSupport,
  findings: z.array(checkFinding),
  holdReason: z.string(),
  mergeable: z.array(z.object({ parcelId: uuid, number: z.string(), linesText: z.string() })),
  timeline: z.array(timelineRow),
})
export type ParcelPage = z.infer<typeof parcelPage>

const orderRow = z.object({
  orderId: uuid,
  shopId: uuid,
  shopName: z.string(),
  platformOrderId: z.string(),
  status: z.enum(ORDER_STATUSES),
  buyerNick: z.string(),
  province: z.string(),
  city: z.string(),
  linesText: z.string(),
  pieces: z.number().int(),
  goodsFen: fen,
  freightFen: fen,
  paidFen: fen,
  refundedFen: fen,
  createdAt: moment,
  paidAt: moment.nullable(),
  buyerNote: z.string(),
  sellerMemo: z.string(),
  sellerFlag: z.number().int(),
  parcels: z.array(z.object({ parcelId: uuid, number: z.string(), station: z.enum(STATIONS), waybillNumber: z.string() })),
})
export type OrderRow = z.infer<typeof orderRow>

export const orderFilters = z.strictObject({
  shopIds: z.array(uuid).max(500).optional(),
  statuses: z.array(z.enum(ORDER_STATUSES)).optional(),
  province: shortText.optional(),
  createdFrom: moment.optional(),
  createdTo: moment.optional(),
  hasRefund: z.boolean().optional(),
  /** Order number, waybill number, buyer nick (exact or beginning), or merchant SKU / words of a goods title. */
  search: shortText.optional(),
})
export const parcelFilters = z.strictObject({
  stations: z.array(z.enum(STATIONS)).optional(),
  shopIds: z.array(uuid).max(500).optional(),
  warehouseIds: z.array(uuid).max(500).optional(),
  flag: z.string().max(4).optional(),
  province: shortText.optional(),
  claimed: z.enum(['mine', 'others', 'nobody']).optional(),
  writeBack: z.enum(WRITE_BACK_STATES).optional(),
  createdFrom: moment.optional(),
  createdTo: moment.optional(),
  search: shortText.optional(),
})
export const reviewSettings = z.strictObject({
  /** Minutes a paid order waits before automatic review (0–240). */
  bufferMinutes: z.number().int().min(0).max(240),
  /** Approve automatically when every check allows. */
  automatic: z.boolean(),
  /** Lines below this share of the SKU's minimum price… the minimum itself is on the SKU; this is the shop-wide floor in fen. */
  minLinePriceFen: fen.min(0),
  holdOnBuyerNote: z.boolean(),
  holdOnSellerMemo: z.boolean(),
  /** Hold while the same buyer has another open parcel that could go in one box. */
  holdMergeable: z.boolean(),
  maxPieces: z.number().int().min(1).max(10_000),
  maxPaidFen: fen.min(0),
  watchedWords: z.array(shortText.min(1)).max(200),
})
export type ReviewSettings = z.infer<typeof reviewSettings>

const counters = {
  orders: z.number().int(),
  paid: z.number().int(),
  unpaid: z.number().int(),
  cancelled: z.number().int(),
  withRefund: z.number().int(),
  fullRefund: z.number().int(),
  partialRefund: z.number().int(),
  pieces: z.number().int(),
  goodsFen: fen,
  freightFen: fen,
  paidFen: fen,
  refundedFen: fen,
  netFen: fen,
}

export const orders = {
  // Reading
  listOrders: shape({ filters: orderFilters.optional(), cursor: cursor.optional() }, pageOf(orderRow)),
  listParcels: shape(
    {
      filters: parcelFilters.optional(),
      sort: z.enum(['newest', 'oldest', 'deadline']).optional(),
      cursor: cursor.optional(),
      limit: z.number().int().min(1).max(1000).optional(),
    },
    pageOf(parcelRow),
  ),
  readParcel: shape({ parcelId: uuid }, parcelPage),
  /**
   * The receiver in plain text: needs orders.viewReceiver, is logged, and counts against the day's budget. One that the platform masks is
   * asked for there: `lookId` then names what `readRevealedReceiver` answers once the platform has; until then the fields are masked.
   */
  revealReceiver: shape({ parcelId: uuid, reason: noteText.optional() }, revealed.extend({ budget, lookId: uuid.nullable() })),
  /** What came of a look that waits for the platform; null = it has not answered yet. Only for who asked, for a quarter of an hour. */
  readRevealedReceiver: shape({ lookId: uuid }, z.object({ receiver: revealed.nullable() })),
  countStations: shape(
    { shopIds: z.array(uuid).max(500).optional(), warehouseIds: z.array(uuid).max(500).optional() },
    z.object({
      stations: z.record(z.string(), z.number().int()),
      mine: z.number().int(),
      late: z.number().int(),
      writeBackFailed: z.number().int(),
      quarantined: z.number().int(),
    }),
  ),
  summarizeOrders: shape(
    { shopId: uuid.optional(), from: day.optional(), to: day.optional() },
    z.object({
      total: z.object(counters),
      byDay: z.array(z.object({ day, ...counters })),
      byProvince: z.array(z.object({ province: z.string(), ...counters })),
    }),
  ),
  // Review
  claimParcels: shape({ parcelIds: idBatch }, bulkResult),
  /** Claims the next `count` parcels waiting at review that nobody holds. */
  claimNext: shape({ count: z.number().int().min(1).max(200), shopIds: z.array(uuid).optional() }, bulkResult),
  giveBackParcels: shape({ parcelIds: idBatch }, bulkResult),
  /** `takenFrom` names who held each parcel; nobody when it was free. */
  takeOverParcels: shape(
    { parcelIds: idBatch, reason: noteText.min(1) },
    bulkResult.extend({ takenFrom: z.array(z.object({ parcelId: uuid, name: z.string() })) }),
  ),
  approveParcels: shape({ parcelIds: idBatch }, bulkResult),
  /** Approves against holds; the reason is logged. Stock and platform prohibitions still hold. */
  approveForced: shape({ parcelIds: idBatch, reason: noteText.min(1) }, bulkResult),
  holdParcels: shape({ parcelIds: idBatch, reason: noteText.min(1) }, bulkResult),
  releaseParcels: shape({ parcelIds: idBatch }, bulkResult),
  /** Takes the approval back (frees the stock) while nothing has been shipped. */
  withdrawApproval: shape({ parcelIds: idBatch, reason: noteText.min(1) }, bulkResult),
  recheckParcels: shape({ parcelIds: idBatch }, bulkResult),
  mergeParcels: shape({ parcelIds: z.array(uuid).min(2).max(100) }, z.object({ parcelId: uuid })),
  /** Every order back into a parcel of its own. */
  unmergeParcel: shape({ parcelId: uuid }, z.object({ parcelIds: z.array(uuid) })),
  splitParcel: shape(
    {
      parcelId: uuid,
      lines: z
        .array(z.strictObject({ lineId: uuid, quantity: z.number().int().min(1) }))
        .min(1)
        .max(200),
    },
    z.object({ parcelId: uuid }),
  ),
  /** Moves parcels without a waybill to another warehouse. */
  allocateParcels: shape({ parcelIds: idBatch, warehouseId: uuid }, bulkResult),
  setNote: shape({ orderId: uuid, note: noteText }, nothing),
  ...sellerNotes,
  readReviewSettings: shape({ shopId: uuid }, z.object({ settings: reviewSettings, version: z.number().int() })),
  saveReviewSettings: shape(
    { shopId: uuid, version: z.number().int(), settings: reviewSettings },
    z.object({ version: z.number().int() }),
  ),
  ...savedViews,
  ...orderImports,
}
