/** Known orders say something new: their open parcels are planned and reviewed again; shipped ones are never touched. */
import type { Tx } from '#kernel/db.ts'
import type { Applying } from './apply-snapshots.ts'
import { type Contents, freshParcels } from './new-parcels.ts'
import { withNewerNotes } from './notes/snapshot-notes.ts'
import type { LineFacts, OrderFacts, WholeParcel } from './order.ts'
import { lineFactsOf, type StoredOrder } from './order-rows.ts'
import { dropUnlistedLines, reviseOrders, saveLines } from './order-store.ts'
import { lockWorkOfOrders } from './order-work-store.ts'
import { type Holding, planOrder } from './parcel-planning-rules.ts'
import { byAge, receiverFor } from './parcel-rules.ts'
import { printOf } from './reveals/plain-receiver.ts'
import { forgetChanged } from './reveals/reveal-store.ts'
import { stoppedFinding } from './review-rules.ts'
import { type ParcelMove, type Rearranged, storeWork } from './store-work.ts'

/** The label is printed, the goods perhaps packed: somebody has to compare. */
const CHANGED_AFTER_LABEL = '面单已出，平台又修改了商品，请核对 / goods changed after the label was made'
const LINES_REPLACED = '平台换了商品行，请核对是否已发货 / the platform replaced lines that were shipped'

export async function reviseKnownOrders(tx: Tx, applying: Applying, arrived: readonly StoredOrder[]): Promise<ParcelMove[]> {
  const revised = await withNewerNotes(tx, arrived, applying.by.now)
  await Promise.all([reviseOrders(tx, revised), saveLines(tx, revised)])
  const orderIds = revised.map((stored) => stored.order.orderId)
  const parcels = await lockWorkOfOrders(tx, orderIds, applying.by.now)
  const { reviewed, stopped, quantities, fresh } = planAgain(parcels, revised)
  const moves = await storeWork(tx, applying, {
    reviewed,
    stopped,
    quantities,
    fresh: freshParcels(applying, fresh, applying.by.now),
  })
  await dropUnlistedLines(tx, revised)
  await forgetChanged(
    tx,
    revised.map(({ order: { orderId, receiverKey }, snapshot: { receiver } }) => ({
      ...{ orderId, receiverPrint: printOf(applying.vault, tx.merchantId, { receiverKey, receiver }) },
    })),
  )
  return moves
}

type Replan = Omit<Rearranged, 'fresh'> & { fresh: Contents[] }

/** Plans every revised order over the parcels it is in. Pure. */
function planAgain(parcels: readonly WholeParcel[], revised: readonly StoredOrder[]): Replan {
  const orders = new Map<string, OrderFacts>(parcels.flatMap((parcel) => parcel.orders.map((order) => [order.orderId, order])))
  for (const stored of revised) orders.set(stored.order.orderId, stored.order)
  const linesById = new Map(revised.flatMap(lineFactsOf).map((line) => [line.lineId, line]))
  const changes = new Map<string, Map<string, number>>()
  const fresh: Contents[] = []
  const reopened = new Set<string>()
  for (const stored of revised) {
    const { order, snapshot, lineIds } = stored
    const lines = snapshot.lines.map((line) => ({ ...line, lineId: lineIds.get(line.platformLineId) ?? '' }))
    const holdings = holdingsOf(order.orderId, parcels)
    const plan = planOrder(order.status, lines, holdings)
    for (const { parcelId, lineId, quantity } of plan.quantities) changesOf(changes, parcelId).set(lineId, quantity)
    for (const parcelId of plan.reopened) reopened.add(parcelId)
    if (plan.fresh.length > 0) fresh.push(contentsOf(stored, plan.fresh, linesById, holdings))
  }
  const replan: Replan = { reviewed: [], stopped: [], quantities: [], fresh }
  for (const parcel of parcels) {
    const isOpen = parcel.fulfilmentState !== 'shipped' && (parcel.reviewState !== 'stopped' || reopened.has(parcel.parcelId))
    if (isOpen) placeWork(replan, parcel, changes.get(parcel.parcelId) ?? new Map(), linesById, orders)
  }
  return replan
}

function changesOf(changes: Map<string, Map<string, number>>, parcelId: string): Map<string, number> {
  const known = changes.get(parcelId) ?? new Map<string, number>()
  changes.set(parcelId, known)
  return known
}

function holdingsOf(orderId: string, parcels: readonly WholeParcel[]): Holding[] {
  return parcels.flatMap((parcel) => {
    const isStopped = parcel.reviewState === 'stopped'
    const place = parcel.fulfilmentState === 'shipped' ? 'shipped' : isStopped ? 'stopped' : 'open'
    if (place === 'stopped' && parcel.lines.some((line) => line.orderId !== orderId)) return []
    return parcel.lines
      .filter((line) => line.orderId === orderId)
      .map(({ lineId, quantity }) => ({ parcelId: parcel.parcelId, lineId, quantity, place }) as const)
  })
}

function contentsOf(
  { order, lineIds }: StoredOrder,
  fresh: readonly { lineId: string; quantity: number }[],
  linesById: ReadonlyMap<string, LineFacts>,
  holdings: readonly Holding[],
): Contents {
  const lines = fresh.flatMap(({ lineId, quantity }) => {
    const line = linesById.get(lineId)
    return line ? [{ ...line, quantity }] : []
  })
  const listed = new Set(lineIds.values())
  const isReplaced = holdings.some((holding) => holding.place === 'shipped' && !listed.has(holding.lineId))
  return { orders: [order], lines, holdReason: isReplaced ? LINES_REPLACED : '' }
}

/** Puts new quantities and newer facts into a parcel; one that is left with nothing is stopped and keeps its lines as a memory. */
function placeWork(
  replan: Replan,
  parcel: WholeParcel,
  changes: ReadonlyMap<string, number>,
  linesById: ReadonlyMap<string, LineFacts>,
  orders: ReadonlyMap<string, OrderFacts>,
): void {
  const quantities = new Map(parcel.lines.map((line) => [line.lineId, line.quantity]))
  for (const [lineId, quantity] of changes) quantities.set(lineId, quantity)
  const before = new Map(parcel.lines.map((line) => [line.lineId, line]))
  const lines = [...quantities].flatMap(([lineId, quantity]) => {
    const line = linesById.get(lineId) ?? before.get(lineId)
    return line && quantity > 0 ? [{ ...line, quantity }] : []
  })
  const was = parcel.reviewState
  const contentsChanged = changes.size > 0
  if (lines.length === 0) {
    const finding = stoppedFinding(parcel.orders.map((order) => order.platformOrderId))
    return void replan.stopped.push({ parcel, was, finding })
  }
  const inside = [...new Set(lines.map((line) => line.orderId))].flatMap((orderId) => orders.get(orderId) ?? []).sort(byAge)
  for (const [lineId, quantity] of changes) {
    const orderId = (linesById.get(lineId) ?? before.get(lineId))?.orderId
    if (orderId) replan.quantities.push({ parcel_id: parcel.parcelId, line_id: lineId, order_id: orderId, quantity })
  }
  const isNumbered = parcel.fulfilmentState !== 'none'
  const planned: WholeParcel = {
    ...parcel,
    ...receiverFor(parcel, inside),
    // Its stock is free again: it is reviewed like one that nobody approved.
    reviewState: was === 'approved' && contentsChanged ? 'awaiting' : was,
    holdReason: isNumbered && contentsChanged && parcel.holdReason === '' ? CHANGED_AFTER_LABEL : parcel.holdReason,
    lines,
    orders: inside,
  }
  replan.reviewed.push({ parcel: planned, was, contentsChanged })
}
