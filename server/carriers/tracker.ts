/** The port of every tracing service (物流轨迹). Times ISO 8601 UTC. */
import type { PARCEL_STATES } from '#contract/closed-lists.ts'
import type { PushReply, PushRequest } from '#server/platforms/platform.ts'

export type ParcelState = (typeof PARCEL_STATES)[number]

export type TraceEvent = { at: string; text: string; place: string; state: ParcelState | null }
export type Trace = {
  /** Our carrier code. */
  carrier: string
  waybillNumber: string
  state: ParcelState
  serviceState: string
  /** Oldest first. */
  events: TraceEvent[]
}
export type TraceWish = {
  carrier: string
  waybillNumber: string
  /** Some carriers want the last four digits of the sender's or receiver's number; '' when unknown. */
  phoneTail: string
}
export type TrackerConnection = {
  /** Base address of the service. */
  gatewayUrl: string
  credentials: Readonly<Record<string, string>>
  now: () => number
  signal?: AbortSignal
}
export type TraceReceipt =
  | { verdict: 'genuine'; traces: Trace[]; reply: PushReply }
  | { verdict: 'refused'; reason: string; reply: PushReply }

export type TrackerAdapter = {
  service: string
  /** Throws CarrierFailure; null = the service knows nothing of this number (yet). */
  query(connection: TrackerConnection, wish: TraceWish): Promise<Trace | null>
  /** From now on changes are pushed to the address. A repeat changes nothing. Throws CarrierFailure. */
  subscribe(connection: TrackerConnection, wish: TraceWish, callbackUrl: string): Promise<void>
  /** Pure: verifies and reads a push. */
  receive(request: PushRequest, credentials: Readonly<Record<string, string>>): TraceReceipt
}
