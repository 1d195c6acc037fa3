/** What a parcel's news means: pure, from the values handed in and the numbers of rules/tracing.yaml. */
import type { TRACE_EXCEPTIONS } from '#contract/closed-lists.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import type { ParcelState, TraceEvent } from '#server/carriers/tracker.ts'

export type TraceException = (typeof TRACE_EXCEPTIONS)[number]
type Known = { state: ParcelState; serviceState: string; events: readonly TraceEvent[] }
export type Standing = Known & { shippedAt: string; raised: string; stuckAt: string | null }

const HOUR_MS = 3_600_000
const MOST_EVENTS = 300
/** Nothing follows these. */
const FINAL: ReadonlySet<ParcelState> = new Set(['delivered', 'returned'])
const EXCEPTIONS: Partial<Record<ParcelState, TraceException>> = {
  exception: 'problem',
  refused: 'refused',
  returning: 'returning',
  returned: 'returned',
}
const STUCK_RULES: Partial<Record<ParcelState, string>> = {
  created: 'stuckCreated',
  picked_up: 'stuckPickedUp',
  in_transit: 'stuckInTransit',
  out_for_delivery: 'stuckOutForDelivery',
  at_pickup_point: 'stuckAtPickupPoint',
  forwarded: 'stuckForwarded',
  customs: 'stuckCustoms',
}

/** Without news by this moment a parcel is stuck; null = its state is an exception of its own, or the end. */
export function stuckAt(state: ParcelState, since: string): string | null {
  const rule = STUCK_RULES[state]
  if (rule === undefined) return null
  return new Date(Date.parse(since) + ruleValue('tracing', rule, 'hours') * HOUR_MS).toISOString()
}

/** Parcels shipped earlier are followed no longer. */
export const followedSince = (now: Date): Date =>
  new Date(now.getTime() - ruleValue('tracing', 'followFor', 'days') * 24 * HOUR_MS)

/** When a service is asked next; null = never again. */
export function askAgainAt(
  { state, shippedAt }: Pick<Standing, 'state' | 'shippedAt'>,
  isPushed: boolean,
  now: Date,
): Date | null {
  const until = Date.parse(shippedAt) + ruleValue('tracing', 'followFor', 'days') * 24 * HOUR_MS
  const next = now.getTime() + ruleValue('tracing', isPushed ? 'askWhenPushed' : 'askEvery', 'hours') * HOUR_MS
  return FINAL.has(state) || next > until ? null : new Date(next)
}

export type Change = Standing & {
  lastEventAt: string | null
  lastText: string
  /** An exception to be opened, once for every time that its state is reached. */
  raise: TraceException | null
  /** What was open is over: the parcel moved on, or is in worse trouble now. */
  isClosing: boolean
  isNews: boolean
}

/** News may come late, twice and in any order: the state is that of whoever knows the latest event. */
export function changeBy(before: Standing, told: Known): Change {
  const events = merged(before.events, told.events)
  const [knew, last] = [before.events.at(-1), events.at(-1)]
  const isNews = events.length > before.events.length
  const isLater = knew === undefined || (told.events.at(-1)?.at ?? '') >= knew.at
  const { state, serviceState } = isLater ? told : before
  const kind = EXCEPTIONS[state] ?? null
  const raise = kind !== null && kind !== before.raised ? kind : null
  const hasProgress = last !== undefined && (knew === undefined || last.at > knew.at)
  return {
    ...{ state, serviceState, events, shippedAt: before.shippedAt, raised: kind ?? '' },
    ...{ lastEventAt: last?.at ?? null, lastText: last?.text ?? '', isNews: isNews || state !== before.state },
    stuckAt: hasProgress || state !== before.state ? stuckAt(state, last?.at ?? before.shippedAt) : before.stuckAt,
    raise,
    isClosing: raise !== null || (kind === null && (hasProgress || before.raised !== '')),
  }
}

function merged(before: readonly TraceEvent[], told: readonly TraceEvent[]): TraceEvent[] {
  const all = new Map([...before, ...told].map((event) => [`${event.at} ${event.text}`, event]))
  return [...all.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).slice(-MOST_EVENTS)
}
