/**
 * What a platform may offer besides orders and shipments. Money in fen, times ISO 8601 UTC, ids text. Every function throws
 * PlatformFailure; a call that changes something and whose answer was lost fails with `unknown_outcome`, and reading tells what became of it.
 */
import type { Connection, ShipmentAnswer, ShipmentReport } from './platform.ts'

/** Seller's note (备注) and flag 0–5 as the platform counts them; both replace what was there. */
export type NoteWish = { platformOrderId: string; note: string; flag: number }
/** For an unpaid order: what the buyer shall pay for freight, or less for the goods. */
export type PriceWish = { platformOrderId: string; freightFen: number | null; discountFen: number | null }
/** The whole number on sale from now on, never a difference: a repeat changes nothing. `key` names this wish, for platforms that want one. */
export type StockWish = { platformItemId: string; platformSkuId: string; quantity: number; key: string }
export type StockAnswer =
  | { platformSkuId: string; outcome: 'set' }
  | { platformSkuId: string; outcome: 'refused'; message: string }

export type ProductSnapshot = {
  platformItemId: string
  title: string
  onSale: boolean
  modifiedAt: string | null
  skus: { platformSkuId: string; merchantSku: string; variant: string; priceFen: number; quantity: number }[]
}
export type Page<T> = { rows: T[] /** '' = this was the last page. */; next: string }

/** What a buyer asks back (售后单), as the platform tells it at one moment. */
export type AfterSaleSnapshot = {
  afterSaleId: string
  platformOrderId: string
  /** Empty = the whole order. */
  platformLineIds: string[]
  kind: 'refund_only' | 'return_and_refund' | 'exchange' | 'resend' | 'other'
  state:
    | 'waiting_for_merchant'
    | 'waiting_for_buyer'
    | 'goods_returning'
    | 'refunding'
    | 'refunded'
    | 'refused'
    | 'closed'
    | 'done'
  platformState: string
  refundFen: number
  reason: string
  /** Waybill of goods that come back; '' = none yet. */
  returnWaybillNumber: string
  createdAt: string
  modifiedAt: string
  /** Until when somebody has to act; null when the platform did not say. */
  dueAt: string | null
}
export type AfterSaleMessage = { afterSaleId: string; version: string; body: unknown }
export type AfterSaleDecision = {
  afterSaleId: string
  agree: boolean
  /** Told to the buyer when refused. */
  reason: string
  /** What lay before the person who decided: one that has become another since is refused with AFTER_SALE_CHANGED. Absent = whatever it is now. */
  seen?: Pick<AfterSaleSnapshot, 'platformState' | 'refundFen' | 'modifiedAt'>
}
/** The platform's code of such a refusal. */
export const AFTER_SALE_CHANGED = 'after-sale-changed'

export type ReviewSnapshot = {
  reviewId: string
  platformOrderId: string
  platformLineId: string
  platformItemId: string
  /** 1–5; platforms with three grades: good 5, neutral 3, bad 1. */
  stars: number
  text: string
  reply: string
  createdAt: string
}
/** What a buyer wrote; `kind` in the platform's word, `text` empty for what is no text. */
export type ChatMessage = { messageId: string; buyerKey: string; kind: string; text: string; sentAt: string }
export type PlatformStaff = { platformStaffId: string; name: string; state: 'active' | 'frozen' | 'left'; takesChats: boolean }

/** `handle`: what the platform gave in place of the plain text (oaid, cipher texts as JSON). */
export type RevealWish = { platformOrderId: string; handle: string }
export type RevealedReceiver = {
  platformOrderId: string
  name: string
  phone: string
  address: string
  /** The number is a relay that ends at this moment; null = the receiver's own number. */
  relayUntil: string | null
}

/** `handle`: what the platform gave in place of the receiver; '' = nothing. */
export type MergeCandidate = { platformOrderId: string; handle: string }

type Window = { from: Date; to: Date }

/** A function is there exactly when its capability is declared; contract tests check it. */
export type PlatformServices = {
  changeShipment?(connection: Connection, report: ShipmentReport): Promise<ShipmentAnswer>
  note?(connection: Connection, wish: NoteWish): Promise<void>
  price?(connection: Connection, wish: PriceWish): Promise<void>
  stock?(connection: Connection, wishes: StockWish[]): Promise<StockAnswer[]>
  products?(connection: Connection, cursor: string): Promise<Page<ProductSnapshot>>
  /** All that changed in [from, to), page by page, in an order that loses none. The longest window is the adapter's own. */
  afterSales?(connection: Connection, window: Window): AsyncIterable<AfterSaleMessage[]>
  /** Pure. Throws UnreadableOrder. */
  readAfterSale?(message: AfterSaleMessage): AfterSaleSnapshot
  decideAfterSales?(connection: Connection, decision: AfterSaleDecision): Promise<void>
  reviews?(connection: Connection, window: Window): AsyncIterable<ReviewSnapshot[]>
  replyReviews?(connection: Connection, reply: { reviewId: string; platformLineId: string; text: string }): Promise<void>
  /** `requestId` makes a repeat harmless. */
  chat?(connection: Connection, message: { requestId: string; buyerKey: string; text: string }): Promise<{ messageId: string }>
  staff?(connection: Connection): Promise<PlatformStaff[]>
  revealReceiver?(connection: Connection, wishes: RevealWish[]): Promise<RevealedReceiver[]>
  /**
   * Which of these orders may travel in one parcel: platform order ids, each in one group; one that is left out goes alone. Only for
   * platforms whose handles do not say it by themselves. At most `ordersPerMergeCall` (rules/) at once: groups of two calls cannot be compared.
   */
  mergeGroups?(connection: Connection, orders: MergeCandidate[]): Promise<string[][]>
}
