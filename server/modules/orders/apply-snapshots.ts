/**
 * Orders come in: up to 500 messages in a handful of statements. New ones become order, lines and parcel, reviewed and reserved in
 * the same transaction when their buffer time is over; known ones are revised and their open parcels planned again.
 */
import { errors } from '#contract/errors.ts'
import type { Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import type { Vault } from '#kernel/vault.ts'
import { shopsById } from '#modules/shops/public.ts'
import type { OrderSnapshot } from '#server/platforms/platform.ts'
import { tellsMergeGroups } from '#server/platforms/registry.ts'
import { freshParcels, type Home, newParcelRow, parcelLineRows } from './new-parcels.ts'
import type { By, WholeParcel } from './order.ts'
import { contentHashOf, lineFactsOf, type StoredOrder, storedOrder } from './order-rows.ts'
import { insertOrders, type KnownOrder, lockKnownOrders, saveLines } from './order-store.ts'
import { planOrder } from './parcel-planning-rules.ts'
import { insertParcelLines, insertParcels } from './parcel-store.ts'
import { bufferEnd } from './review-decision-rules.ts'
import { readReviewFacts } from './review-facts.ts'
import { decideBeforeGoods, type Outcome, reserveFor, saveOutcomes } from './review-parcels.ts'
import { reviewSettingsOf } from './review-settings.ts'
import { reviseKnownOrders } from './revise-orders.ts'
import { isNewer, newestOfEach } from './snapshot-rules.ts'
import type { ParcelMove } from './store-work.ts'

export type ApplyInput = {
  shopId: string
  platform: string
  snapshots: readonly OrderSnapshot[]
  now: Date
  vault: Vault
  by: { name: string }
}
/** Platform order ids by what became of them, and the parcels that moved. */
export type Applied = { created: string[]; updated: string[]; unchanged: string[]; parcels: ParcelMove[] }

export type Applying = Home & { vault: Vault; by: By; settings: Awaited<ReturnType<typeof reviewSettingsOf>> }

/** Applies snapshots of one shop. An older message, or one whose content is known, changes nothing. */
export async function applySnapshots(tx: Tx, input: ApplyInput): Promise<Applied> {
  const { shopId, vault } = input
  const newest = newestOfEach(input.snapshots)
  const [known, settings, shops] = await Promise.all([
    lockKnownOrders(tx, shopId, [...newest.keys()]),
    reviewSettingsOf(tx, [shopId]),
    shopsById(tx, [shopId]),
  ])
  const warehouseId = shops.get(shopId)?.warehouseId ?? fail(errors.notFound)
  const knownById = new Map(known.map((order) => [order.platformOrderId, order]))
  const applying: Applying = { shopId, warehouseId, vault, by: { name: input.by.name, now: input.now }, settings }
  const watchesWords = (settings.get(shopId)?.settings.watchedWords.length ?? 0) > 0
  const asksGroups = tellsMergeGroups(input.platform)
  const fresh: StoredOrder[] = []
  const revised: StoredOrder[] = []
  const applied: Applied = { created: [], updated: [], unchanged: [], parcels: [] }
  for (const [platformOrderId, snapshot] of newest) {
    const contentHash = contentHashOf(vault, tx.merchantId, snapshot)
    const before: KnownOrder | undefined = knownById.get(platformOrderId)
    if (before && !isNewer(snapshot, contentHash, before)) applied.unchanged.push(platformOrderId)
    else {
      const orderId = before?.orderId ?? newId()
      const stored = storedOrder(vault, tx.merchantId, snapshot, { orderId, contentHash, watchesWords, asksGroups, before })
      if (before) revised.push(stored)
      else fresh.push(stored)
    }
  }
  const lost = await createOrders(tx, applying, fresh, applied)
  if (revised.length > 0) {
    applied.parcels.push(...(await reviseKnownOrders(tx, applying, revised)))
    applied.updated.push(...revised.map((stored) => stored.snapshot.platformOrderId))
  }
  if (lost.length === 0) return applied
  // Another writer inserted these while we looked: now they are known.
  const rest = await applySnapshots(tx, { ...input, snapshots: lost })
  return {
    created: [...applied.created, ...rest.created],
    updated: [...applied.updated, ...rest.updated],
    unchanged: [...applied.unchanged, ...rest.unchanged],
    parcels: [...applied.parcels, ...rest.parcels],
  }
}

/** Answers the snapshots that another writer was faster with. */
async function createOrders(
  tx: Tx,
  applying: Applying,
  fresh: readonly StoredOrder[],
  applied: Applied,
): Promise<OrderSnapshot[]> {
  if (fresh.length === 0) return []
  const { shopId, by, settings, vault } = applying
  const planned = freshParcels(applying, fresh.flatMap(workOf), by.now)
  const bufferMinutes = settings.get(shopId)?.settings.bufferMinutes ?? 0
  const isDue = ({ orders }: WholeParcel): boolean => {
    const end = bufferEnd(orders, bufferMinutes)
    return end !== null && end <= by.now
  }
  const due = planned.filter(isDue)
  const [inserted, factsOf] = await Promise.all([insertOrders(tx, shopId, fresh), readReviewFacts(tx, due, vault, settings)])
  const isIn = (orderId: string | undefined): boolean => orderId !== undefined && inserted.has(orderId)
  const mine = fresh.filter((stored) => isIn(stored.order.orderId))
  const reviewed = due.filter((parcel) => isIn(parcel.orders[0]?.orderId))
  const waiting = planned.filter((parcel) => !isDue(parcel) && isIn(parcel.orders[0]?.orderId))
  const { outcomes: decided, toReserve } = decideBeforeGoods(reviewed, factsOf, by)
  const outcomes = [...decided, ...waiting.map((parcel) => waitingOutcome(parcel, bufferMinutes))]
  if (mine.length > 0)
    await Promise.all([
      saveLines(tx, mine),
      insertParcels(
        tx,
        outcomes.map((outcome) => newParcelRow(outcome, by)),
      ),
      insertParcelLines(
        tx,
        outcomes.flatMap((outcome) => parcelLineRows(outcome.parcel)),
      ),
    ])
  // The shelves are locked last: batches that want the same goods wait for each other only from here to the commit.
  await saveOutcomes(tx, await reserveFor(tx, toReserve, by), by)
  applied.created.push(...mine.map((stored) => stored.snapshot.platformOrderId))
  applied.parcels.push(...outcomes.map(({ parcel, state }) => ({ parcelId: parcel.parcelId, was: null, is: state })))
  return fresh.filter((stored) => !isIn(stored.order.orderId)).map((stored) => stored.snapshot)
}

function waitingOutcome(parcel: WholeParcel, bufferMinutes: number): Outcome {
  const end = bufferEnd(parcel.orders, bufferMinutes)
  return {
    parcel,
    state: end === null ? 'unpaid' : 'buffering',
    findings: [],
    reviewAfter: end?.toISOString() ?? null,
    changed: true,
  }
}

/** What is left to ship of a new order. One that has left, or will never ship, is a fact without work: it gets no parcel. */
function workOf(stored: StoredOrder): { orders: StoredOrder['order'][]; lines: ReturnType<typeof lineFactsOf> }[] {
  const { order, snapshot, lineIds } = stored
  const lines = snapshot.lines.map((line) => ({ ...line, lineId: lineIds.get(line.platformLineId) ?? '' }))
  const wanted = new Set(planOrder(order.status, lines, []).fresh.map((line) => line.lineId))
  return wanted.size === 0 ? [] : [{ orders: [order], lines: lineFactsOf(stored).filter((line) => wanted.has(line.lineId)) }]
}
