/** From findings to the next state of a parcel, when nobody but the machine is asked. Pure. */
import type { CheckFinding, ReviewSettings } from '#contract/orders.ts'
import type { OrderFacts, Parcel, ReviewState } from './order.ts'
import { nextState, REVIEW_MOVES, type ReviewEvent } from './order-states.ts'
import { interceptsApproval, worstResult } from './review-rules.ts'

const MINUTE_MS = 60_000

/** End of the buffer time: counted from the last payment inside; null while something is unpaid. */
export function bufferEnd(
  orders: readonly Pick<OrderFacts, 'status' | 'paidAt' | 'createdAt'>[],
  bufferMinutes: number,
): Date | null {
  if (orders.some((order) => order.status === 'unpaid')) return null
  const lastPaidAt = Math.max(...orders.map((order) => Date.parse(order.paidAt ?? order.createdAt)))
  return new Date(lastPaidAt + bufferMinutes * MINUTE_MS)
}

export type Decision = {
  state: ReviewState
  /** Stock is to be reserved first; without it the parcel is held. */
  reserve: boolean
  /** Stock that was reserved is to be freed. */
  release: boolean
  reviewAfter: string | null
  /** False: state and findings stay as they were. */
  changes: boolean
}

/**
 * Decides one parcel. Approved parcels stay approved unless something new stands against them; a parcel in a person's hands is not
 * approved behind that person's back; what was stopped comes back only to be looked at.
 */
export function decideReview(
  parcel: Pick<Parcel, 'reviewState' | 'findings' | 'claim' | 'reviewAfter'> & { orders: readonly OrderFacts[] },
  findings: readonly CheckFinding[],
  settings: Pick<ReviewSettings, 'automatic' | 'bufferMinutes'>,
  now: Date,
): Decision {
  const { reviewState } = parcel
  const stay: Decision = { state: reviewState, reserve: false, release: false, reviewAfter: parcel.reviewAfter, changes: false }
  if (reviewState === 'approved' && !interceptsApproval(parcel.findings, findings)) return stay
  const due = reviewState === 'unpaid' ? bufferEnd(parcel.orders, settings.bufferMinutes) : dateOf(parcel.reviewAfter)
  if (reviewState === 'unpaid' && due === null) return stay
  const waits = (reviewState === 'unpaid' || reviewState === 'buffering') && due !== null && due > now
  const event: ReviewEvent = waits ? 'wait' : eventOf(findings, settings.automatic && parcel.claim === null)
  const state = nextState(REVIEW_MOVES, reviewState, event) ?? nextState(REVIEW_MOVES, reviewState, 'alert') ?? reviewState
  return {
    state,
    reserve: state === 'approved' && reviewState !== 'approved',
    release: reviewState === 'approved' && state !== 'approved',
    reviewAfter: due?.toISOString() ?? null,
    changes: true,
  }
}

const dateOf = (moment: string | null): Date | null => (moment === null ? null : new Date(moment))

function eventOf(findings: readonly CheckFinding[], isAutomatic: boolean): ReviewEvent {
  const worst = worstResult(findings)
  return worst === 'allow' && !isAutomatic ? 'alert' : worst
}
