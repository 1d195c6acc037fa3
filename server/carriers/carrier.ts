/** The port every courier (快递公司) interface implements. */
import type { Config } from '#kernel/config.ts'
import type { PlatformFailure, Receiver } from '#server/platforms/platform.ts'

export type Sender = { name: string; phone: string; province: string; city: string; district: string; address: string }

export type WaybillRequest = {
  /** Our idempotency key: the same key must give the same waybill number, however often it is asked. */
  requestKey: string
  /** Platform order ids in this parcel. */
  platformOrderIds: string[]
  /** Channel the orders come from in the carrier's words is the adapter's business; this is our platform name. */
  platform: string
  sender: Sender
  receiver: Receiver
  /** Platform receiver handle (oaid) for masked receivers; '' when plain. */
  receiverKey: string
  items: { name: string; count: number }[]
  weightGrams: number
}

export type WaybillAnswer =
  | {
      requestKey: string
      outcome: 'issued'
      waybillNumber: string
      /** The carrier's sorting code printed large (大头笔 / 三段码), '' when none. */
      routeCode: string
      /** Opaque print payload of the carrier, kept as received. */
      printPayload: string
    }
  | { requestKey: string; outcome: 'refused'; carrierCode: string; message: string }

/**
 * `reauthorise`: the grant behind the connection has lapsed, the shop owner has to renew it.
 * `unknown_outcome`: the request may have been carried out; ask again with the same keys or query, never with new ones.
 */
export type CarrierFailureKind = 'retry' | 'wait' | 'reauthorise' | 'refused' | 'unknown_outcome'
export class CarrierFailure extends Error {
  readonly kind: CarrierFailureKind
  readonly carrierCode: string
  readonly retryAt: string | null
  constructor(kind: CarrierFailureKind, carrierCode: string, message: string, retryAt: string | null = null) {
    super(message)
    this.name = 'CarrierFailure'
    this.kind = kind
    this.carrierCode = carrierCode
    this.retryAt = retryAt
  }
}

export type CarrierConnection = {
  gatewayUrl: string
  appKey: string
  appSecret: string
  accessToken: string
  /** Our carrier code, e.g. 'YTO'. */
  carrier: string
  templateUrl: string
  /** The account at the carrier itself (客户编码、网点、月结号 …), by the names in the interface's `access`; empty with a platform's account. */
  account: Readonly<Record<string, string>>
  /** The shop's user id on the platform whose waybill account is used (Cainiao `user_id`); '' where an interface needs none. */
  platformUserId: string
  now: () => number
  signal?: AbortSignal
}

/** One thing to type when an account is bound; `secret` ones never come back to a page. */
export type AccountField = { name: string; zh: string; en: string; secret: boolean; optional: boolean }
/** Whose authorisation a carrier is called with: a shop's on its platform, or an account of the merchant's own. */
export type CarrierAccess =
  | { way: 'platform'; platform: string }
  | { way: 'account'; fields: readonly AccountField[]; gatewayUrl(config: Config): string }

/** A platform's failure in the words of this port. */
export function carrierFailureFrom(failure: PlatformFailure): CarrierFailure {
  const kind = failure.kind === 'our_fault' ? 'refused' : failure.kind
  return new CarrierFailure(kind, failure.platformCode, failure.message, failure.retryAt)
}

export type CarrierAdapter = {
  interfaceName: string
  /** How many requests one call takes. */
  batchSize: number
  requestWaybills(connection: CarrierConnection, requests: WaybillRequest[]): Promise<WaybillAnswer[]>
  /**
   * What became of a request key whose answer was lost; null = the carrier has never seen it. A look-up may come without route code;
   * asking again with the same key gives the whole answer.
   */
  findWaybill(connection: CarrierConnection, requestKey: string, platformOrderIds: string[]): Promise<WaybillAnswer | null>
  /** `requestKey`: what the number was asked with; some interfaces cancel by it. */
  cancelWaybill(connection: CarrierConnection, waybillNumber: string, requestKey: string): Promise<void>
  /**
   * What the platform's print component needs beside `printPayload`: a question to the platform, signed for the next minutes, with which
   * it fetches the key of the shop the number was bought for. No call is made. Absent where the document says everything.
   */
  printParams?(connection: PrintSigner): string
}
export type PrintSigner = Pick<CarrierConnection, 'appKey' | 'appSecret' | 'accessToken' | 'now'>
