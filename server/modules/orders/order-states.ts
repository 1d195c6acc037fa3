/**
 * The state machines of a parcel as data. Review: may it go on? Fulfilment: how far is it? Where it stands (`stationOf`) is a
 * pure function of both; the generated column `parcels.station` is its SQL twin.
 */
import type { Station } from '#contract/orders.ts'
import type { FulfilmentState, ReviewState } from './order.ts'

/** wait: the buffer time runs. allow, alert, hold: the result of a review. stop: nothing is left to ship. */
export const REVIEW_EVENTS = ['wait', 'allow', 'alert', 'hold', 'stop'] as const
export type ReviewEvent = (typeof REVIEW_EVENTS)[number]

const reviewed = { allow: 'approved', alert: 'awaiting', hold: 'held', stop: 'stopped' } as const
/** A stopped parcel whose order lives again never passes without a look. */
export const REVIEW_MOVES: Record<ReviewState, Partial<Record<ReviewEvent, ReviewState>>> = {
  unpaid: { wait: 'buffering', ...reviewed },
  buffering: { wait: 'buffering', ...reviewed },
  awaiting: { wait: 'buffering', ...reviewed },
  held: { wait: 'buffering', ...reviewed },
  approved: { wait: 'buffering', ...reviewed },
  stopped: { alert: 'awaiting', hold: 'held', stop: 'stopped' },
}

/** number: the carrier gave a waybill. void: it was taken back. */
export const FULFILMENT_EVENTS = ['number', 'void', 'print', 'ship'] as const
export type FulfilmentEvent = (typeof FULFILMENT_EVENTS)[number]

export const FULFILMENT_MOVES: Record<FulfilmentState, Partial<Record<FulfilmentEvent, FulfilmentState>>> = {
  none: { number: 'waybill' },
  waybill: { void: 'none', print: 'printed' },
  printed: { void: 'none', print: 'printed', ship: 'shipped' },
  shipped: {},
}

/** The state after an event, or undefined when the event is not possible there. */
export function nextState<S extends string, E extends string>(
  moves: Record<S, Partial<Record<E, S>>>,
  state: S,
  event: E,
): S | undefined {
  return moves[state][event]
}

/** The states in which an event is possible: the condition of a set-based update. */
export function statesBefore<S extends string, E extends string>(moves: Record<S, Partial<Record<E, S>>>, event: E): S[] {
  return (Object.keys(moves) as S[]).filter((state) => moves[state][event] !== undefined)
}

const STATION_OF_REVIEW: Record<Exclude<ReviewState, 'approved'>, Station> = {
  stopped: 'stopped',
  unpaid: 'unpaid',
  buffering: 'buffer',
  awaiting: 'review',
  held: 'held',
}
const STATION_OF_FULFILMENT: Record<FulfilmentState, Station> = {
  none: 'waybill',
  waybill: 'print',
  printed: 'ship',
  shipped: 'shipped',
}

/** Where a parcel stands. Shipped is shipped, whatever review says; before that review goes first. */
export function stationOf(review: ReviewState, fulfilment: FulfilmentState): Station {
  if (fulfilment === 'shipped' || review === 'approved') return STATION_OF_FULFILMENT[fulfilment]
  return STATION_OF_REVIEW[review]
}
