/**
 * Which parcel carries how much of which order line. Pure. What holds afterwards, for every line: the quantities in parcels that are
 * not stopped add up to what is to be shipped plus what has been; nothing is lost and nothing doubled.
 */
import type { OrderStatus, RefundState } from '#server/platforms/platform.ts'

export type PlanLine = {
  lineId: string
  quantity: number
  paidFen: number
  refundState: RefundState
  refundedFen: number
  /** The platform says that this line has left. */
  shipped: boolean
}
/** Part of a line in a parcel. `stopped`: a parcel that was given up and holds lines of this order only. */
export type Holding = { parcelId: string; lineId: string; quantity: number; place: 'open' | 'shipped' | 'stopped' }
export type Plan = {
  /** New quantities in existing parcels, only those that change; 0 = leaves the parcel. */
  quantities: { parcelId: string; lineId: string; quantity: number }[]
  /** Stopped parcels that carry something again. */
  reopened: string[]
  /** What needs a parcel of its own. */
  fresh: { lineId: string; quantity: number }[]
}

const NEVER_SHIP: readonly OrderStatus[] = ['cancelled', 'closed']
const HAS_LEFT: readonly OrderStatus[] = ['shipped', 'finished']

/** Refunded in full: the goods stay here. After a refund of a part they still go out. */
export const isRefundedWhole = (line: Pick<PlanLine, 'refundState' | 'refundedFen' | 'paidFen'>): boolean =>
  line.refundState === 'refunded' && line.refundedFen >= line.paidFen

/**
 * Pieces of a line that open parcels have to carry. A line that the platform calls shipped left without us, unless a parcel of ours
 * took part of it: then the platform only repeats what we told it, and the rest is still to go.
 */
export function piecesToCarry(status: OrderStatus, line: PlanLine, shippedByUs: number): number {
  if (NEVER_SHIP.includes(status) || isRefundedWhole(line)) return 0
  if (shippedByUs === 0 && (line.shipped || HAS_LEFT.includes(status))) return 0
  return Math.max(0, line.quantity - shippedByUs)
}

/** Plans one order. `holdings` come in the order of their parcels; a line held but not listed any more leaves its open parcels. */
export function planOrder(status: OrderStatus, lines: readonly PlanLine[], holdings: readonly Holding[]): Plan {
  const plan: Plan = { quantities: [], reopened: [], fresh: [] }
  const open = holdings.filter((holding) => holding.place === 'open')
  const missing: { lineId: string; quantity: number }[] = []
  for (const line of lines) {
    const shippedByUs = sumOf(holdings.filter((holding) => holding.place === 'shipped' && holding.lineId === line.lineId))
    const held = open.filter((holding) => holding.lineId === line.lineId)
    const surplus = sumOf(held) - piecesToCarry(status, line, shippedByUs)
    if (surplus > 0) takeOut(plan, held, surplus)
    if (surplus < 0) missing.push({ lineId: line.lineId, quantity: -surplus })
  }
  const listed = new Set(lines.map((line) => line.lineId))
  for (const { parcelId, lineId } of open) if (!listed.has(lineId)) plan.quantities.push({ parcelId, lineId, quantity: 0 })
  if (missing.length > 0) placeMissing(plan, missing, open, holdings)
  return plan
}

const sumOf = (holdings: readonly Holding[]): number => holdings.reduce((sum, holding) => sum + holding.quantity, 0)

/** Takes pieces out of the last parcels first. */
function takeOut(plan: Plan, held: readonly Holding[], surplus: number): void {
  let left = surplus
  for (const { parcelId, lineId, quantity } of held.toReversed()) {
    const taken = Math.min(left, quantity)
    if (taken > 0) plan.quantities.push({ parcelId, lineId, quantity: quantity - taken })
    left -= taken
  }
}

/** Puts pieces where the line or at least its order already is; else into a stopped parcel of this order; else into a new one. */
function placeMissing(
  plan: Plan,
  missing: readonly { lineId: string; quantity: number }[],
  open: readonly Holding[],
  holdings: readonly Holding[],
): void {
  const stopped = holdings.filter((holding) => holding.place === 'stopped')
  const revived = open.length === 0 ? stopped[0]?.parcelId : undefined
  if (revived !== undefined) {
    plan.reopened.push(revived)
    for (const { parcelId, lineId } of stopped)
      if (parcelId === revived && !missing.some((one) => one.lineId === lineId))
        plan.quantities.push({ parcelId, lineId, quantity: 0 })
  }
  for (const { lineId, quantity } of missing) {
    const sameLine = open.find((holding) => holding.lineId === lineId)
    const parcelId = sameLine?.parcelId ?? open[0]?.parcelId ?? revived
    if (parcelId === undefined) plan.fresh.push({ lineId, quantity })
    else plan.quantities.push({ parcelId, lineId, quantity: quantity + (sameLine?.quantity ?? 0) })
  }
}
