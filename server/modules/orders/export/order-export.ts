import type { z } from 'zod'
import type { ExportRow } from '#contract/order-exports.ts'
import type { orderFilters } from '#contract/orders.ts'

export type ExportFormat = ExportRow['format']
export type ExportState = ExportRow['state']
export type OrderFilters = z.output<typeof orderFilters>
/** What is to be taken out, for whom, and under which rights. */
export type ExportPlan = {
  exportId: string
  accountId: string
  accountName: string
  ip: string
  language: 'zh' | 'en'
  format: ExportFormat
  /** `shopIds` names the shops that were reached when it was asked for. */
  filters: OrderFilters & { shopIds: string[] }
  state: ExportState
  totalCount: number
  doneCount: number
  fileId: string
}

/** An order as it leaves the house. */
export type ExportedOrder = {
  orderId: string
  micros: string
  shopId: string
  platformOrderId: string
  status: string
  createdAt: string
  paidAt: string | null
  buyerNick: string
  /** Masked when the order came in. */
  receiverText: string
  province: string
  city: string
  linesText: string
  pieces: number
  goodsFen: string
  freightFen: string
  paidFen: string
  refundedFen: string
  buyerNote: string
  sellerMemo: string
  internalNote: string
  parcels: string
}

/** More is no list for a person any more: the filter is to be narrowed. */
export const EXPORT_LIMIT = 200_000
/** A made file is there for a day. */
export const EXPORT_KEPT_MS = 24 * 3600_000
