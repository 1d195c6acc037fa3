/**
 * The port every shop platform implements. An adapter knows its platform's protocol and nothing of ours beyond this file:
 * mapping is pure (`readOrder`), calls take a `Connection`, and every failure is a `PlatformFailure` that says what to do.
 */
import type { CAPABILITIES, FAILURE_KINDS } from '#contract/closed-lists.ts'
import type { ChatMessage, PlatformServices } from './platform-services.ts'

/** Order states in our words; a platform's own word is kept beside it in `platformStatus`. */
export const ORDER_STATUSES = [
  'unpaid',
  'paid',
  'partly_shipped',
  'shipped',
  'finished',
  /** Closed before payment: never ship. */
  'cancelled',
  /** Closed after payment (everything refunded): never ship. */
  'closed',
] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

/** Refund state of one order line. `asked` stops shipping; `refused` and `none` do not. */
export const REFUND_STATES = ['none', 'asked', 'refunded', 'refused'] as const
export type RefundState = (typeof REFUND_STATES)[number]

/** Receiver as the platform or file sent it: often masked. Empty string = not given. */
export type Receiver = {
  name: string
  phone: string
  province: string
  city: string
  district: string
  town: string
  /** Street and below, without province, city and district. */
  address: string
  zip: string
}

export type OrderLineSnapshot = {
  platformLineId: string
  platformItemId: string
  platformSkuId: string
  /** Merchant SKU code (商家编码); empty when the platform has none. */
  merchantSku: string
  title: string
  /** Human text of the variant, e.g. 颜色:黑;尺码:L. */
  variant: string
  quantity: number
  /** Unit price in fen. */
  priceFen: number
  /** What the buyer pays for this line after all discounts, in fen. */
  paidFen: number
  refundState: RefundState
  refundedFen: number
  /** This line was already shipped according to the platform. */
  shipped: boolean
}

/** One order as the platform tells it at one moment. Money in fen, times ISO 8601 UTC, ids text. */
export type OrderSnapshot = {
  platformOrderId: string
  status: OrderStatus
  platformStatus: string
  /** Paid, but the platform forbids shipping (e.g. PAID_FORBID_CONSIGN). */
  shipForbidden: boolean
  createdAt: string
  paidAt: string | null
  /** The platform's version of this order: a newer snapshot has a later `modifiedAt`. */
  modifiedAt: string
  shippedAt: string | null
  finishedAt: string | null
  /** Latest moment to ship that the platform promised the buyer; null when it did not say. */
  shipBy: string | null
  /** Stable key of the buyer inside this shop (open uid, else nick), '' when unknown. */
  buyerKey: string
  buyerNick: string
  receiver: Receiver
  /** Platform's own same-receiver handle (oaid, open_address_id); '' when there is none. Never plain address text. */
  receiverKey: string
  /** The receiver fields are masked by the platform. */
  receiverMasked: boolean
  buyerNote: string
  sellerMemo: string
  /** Seller flag 0–5 as on the platform; 0 = none. */
  sellerFlag: number
  goodsFen: number
  freightFen: number
  discountFen: number
  /** What the buyer paid (0 while unpaid). */
  paidFen: number
  refundedFen: number
  lines: OrderLineSnapshot[]
}

/** A raw platform message, stored before anything else is done with it, so that it can be replayed. */
export type OrderMessage = {
  platformOrderId: string
  /** The platform's modification time as ISO 8601 UTC, or '' when the message is only a trigger. */
  version: string
  /** The order exactly as received (JSON). */
  body: unknown
}

/** What a call to one shop's platform account needs. Secrets are plain here and only here. */
export type Connection = {
  /** Gateway base URL, e.g. http://127.0.0.1:PORT (sandbox) or https://eco.taobao.com. */
  gatewayUrl: string
  appKey: string
  appSecret: string
  /** What the platform's page of consent calls the application, where that is not its key (Douyin). */
  serviceId?: string
  accessToken: string
  /** Milliseconds since the epoch, injectable for tests. */
  now: () => number
  signal?: AbortSignal
  /** How long one answer is waited for; 30 seconds when left out. */
  timeoutMs?: number
  /** Waits until the shop's pace allows one more call. */
  pace?: () => Promise<void>
}

export type Tokens = {
  accessToken: string
  /** What renews them: a refresh token, or where a shop has credentials of its own, those as JSON. */
  refreshToken: string
  accessExpiresAt: string
  refreshExpiresAt: string
  platformShopId: string
  platformShopName: string
}

export type ShipmentReport = {
  platformOrderId: string
  /** Lines in this parcel; empty = the whole order. */
  platformLineIds: string[]
  /** Our carrier code (e.g. 'YTO'); the adapter maps it to the platform's. */
  carrier: string
  waybillNumber: string
}
export type ShipmentAnswer =
  | { outcome: 'confirmed' }
  /** The platform says this order was already shipped: with our number or with another one. */
  | { outcome: 'already_shipped'; sameNumber: boolean }

/** How a caller has to react. `wait` carries the moment from which a retry makes sense. */
export type FailureKind = (typeof FAILURE_KINDS)[number]

export class PlatformFailure extends Error {
  readonly kind: FailureKind
  /** The platform's own code, e.g. `isv.logistics-offline-service-error:B04`. */
  readonly platformCode: string
  /** ISO 8601 UTC; only with kind `wait`. */
  readonly retryAt: string | null
  constructor(kind: FailureKind, platformCode: string, message: string, retryAt: string | null = null) {
    super(message)
    this.name = 'PlatformFailure'
    this.kind = kind
    this.platformCode = platformCode
    this.retryAt = retryAt
  }
}

/** Thrown by `readOrder` for a body that cannot be understood: the message is quarantined with this sentence. */
export class UnreadableOrder extends Error {
  override readonly name = 'UnreadableOrder'
}

/** One that is not offered has its reason in `missing`. */
export type Capability = (typeof CAPABILITIES)[number]
/** Why the platform does not offer something, for the reader. */
export type Reason = { zh: string; en: string }

/**
 * A change told by push: only a trigger, the order is read again. A queue may serve a whole app, so the notice names its shop by the
 * platform's id; '' means the shop of the connection. `ack` tells one message from another and is handed back once the change is stored.
 */
export type PushNotice = { platformShopId: string; platformOrderId: string; ack: string }
/** Notices that came over an open line, and how to tell the platform that they are stored. */
export type PushBatch = { notices: PushNotice[]; acknowledge(): Promise<void> }

/** A push as it reached us: the signature is over the raw bytes. */
export type PushRequest = {
  method: 'GET' | 'POST'
  query: Readonly<Record<string, string>>
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  rawBody: Buffer
}
/** `shopSecret`: what the shop's tokens are renewed with; platforms that push per shop keep their keys there. */
export type PushSecrets = { appKey: string; appSecret: string; shopSecret: string }
export type PushReply = { status: number; contentType: string; body: string }
export type PushReceipt =
  /** `chats`: what buyers wrote, where a platform pushes that too; repeats carry the same `messageId`. */
  | { verdict: 'genuine'; notices: PushNotice[]; chats?: ChatMessage[]; reply: PushReply }
  /** Forged or broken: nothing of it is used. `reason` is for the log. */
  | { verdict: 'refused'; reason: string; reply: PushReply }

/** How changes are told: a queue that is asked, a line that is held open, a request to our address, or not at all. */
export type Pushes =
  | { way: 'none' }
  /** `consume`: up to `limit` waiting notices; they come again until acknowledged. */
  | {
      way: 'queue'
      consume(connection: Connection, limit: number): Promise<PushNotice[]>
      acknowledge(connection: Connection, acks: string[]): Promise<void>
    }
  /** Ends when the connection's signal aborts; throws PlatformFailure when the line breaks. */
  | { way: 'socket'; listen(connection: Connection): AsyncIterable<PushBatch> }
  /** `perShop`: the address names the shop, because each shop has keys of its own. */
  | { way: 'http'; perShop: boolean; receive(request: PushRequest, secrets: PushSecrets): PushReceipt }

/** How a shop is connected: nothing to do, the owner grants access on the platform's page, or types what the platform gave them. */
export type Authorisation =
  | { way: 'none' }
  | {
      way: 'code'
      /** Where the shop owner grants access; `state` comes back with the code. */
      url(app: AppConnection, options: { redirectUrl: string; state: string }): string
      exchange(app: AppConnection, code: string, redirectUrl: string): Promise<Tokens>
      refresh(app: AppConnection, refreshToken: string): Promise<Tokens>
    }
  | {
      way: 'credentials'
      fields: readonly CredentialField[]
      exchange(app: AppConnection, credentials: Readonly<Record<string, string>>): Promise<Tokens>
      refresh(app: AppConnection, refreshToken: string): Promise<Tokens>
    }
export type AppConnection = Omit<Connection, 'accessToken'>
export type CredentialField = {
  name: string
  zh: string
  en: string
  secret: boolean
  optional: boolean
  pattern: RegExp
  /** A value that the shop chooses itself and types on both sides: that many letters and digits. */
  chosenLength?: number
}

/** What a seller's note may be; `highestFlag`: flags are 0 up to this one. */
export type NoteLimits = { most: number; unit: 'bytes' | 'characters'; highestFlag: number }

/** A reply to a buyer's review: how long it may be, and until how many days after the review. */
export type ReviewLimits = { longestReply: number; replyDays: number }

/** What a platform decrypts for one shop where it names a number: orders a day in Beijing, and the pause between two calls. */
export type RevealRation = { perDay: number; pauseMs: number }

export type PlatformAdapter = {
  platform: string
  capabilities: readonly Capability[]
  /** The reason for every capability that is not offered. */
  missing: Readonly<Partial<Record<Capability, Reason>>>
  /** Fields of a raw message that hold personal data, at whatever depth; `receiver.name` = the field `name` of a `receiver`. */
  personalFields: readonly string[]
  authorisation: Authorisation
  pushes: Pushes
  /** Longest window one pull may cover, and how far windows overlap so that nothing is missed. */
  pull: { windowMs: number; overlapMs: number }
  /** All orders modified in [from, to), page by page, in an order that loses none when orders change meanwhile. */
  pullOrders(connection: Connection, window: { from: Date; to: Date }): AsyncIterable<OrderMessage[]>
  fetchOrder(connection: Connection, platformOrderId: string): Promise<OrderMessage>
  /** Pure. Throws `UnreadableOrder`. */
  readOrder(message: OrderMessage): OrderSnapshot
  reportShipment(connection: Connection, report: ShipmentReport): Promise<ShipmentAnswer>
  /** There exactly when `note` is offered. */
  noteLimits?: NoteLimits
  /** There exactly when `replyReviews` is offered. */
  reviewLimits?: ReviewLimits
  /** Absent where the platform names no number: it says itself when it is enough. */
  revealRation?: RevealRation
  /** What else the platform can do, by capability. */
  services: PlatformServices
}
