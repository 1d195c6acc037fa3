/** Merge, unmerge and split as acts on locked parcels. */
import type { Tx } from '#kernel/db.ts'
import type { Actor, Effects } from '#kernel/operation.ts'
import { mergedFinding, mergeInto, ordersApart, splitLines, withLines } from './merge-rules.ts'
import { freshParcels } from './new-parcels.ts'
import type { LineFacts, WholeParcel } from './order.ts'
import { factsOfMoves } from './order-events.ts'
import type { ParcelLineRow } from './parcel-store.ts'
import { type Rearranged, storeWork } from './store-work.ts'

async function store(tx: Tx, shopId: string, work: Rearranged, actor: Actor, effects: Effects): Promise<void> {
  const moves = await storeWork(tx, { by: { name: actor.name, now: effects.now }, vault: effects.world.vault }, work)
  for (const fact of factsOfMoves([shopId], moves)) effects.announce(fact)
}

/** The rows that lead from one set of lines to another in a parcel. */
function difference(parcelId: string, before: readonly LineFacts[], after: readonly LineFacts[]): ParcelLineRow[] {
  const kept = new Set(after.map((line) => line.lineId))
  const row = (line: LineFacts, quantity: number): ParcelLineRow => ({
    parcel_id: parcelId,
    line_id: line.lineId,
    order_id: line.orderId,
    quantity,
  })
  return [
    ...before.filter((line) => !kept.has(line.lineId)).map((line) => row(line, 0)),
    ...after.map((line) => row(line, line.quantity)),
  ]
}

/** Answers the id of the parcel that took the others in. */
export async function merge(tx: Tx, parcels: readonly WholeParcel[], actor: Actor, effects: Effects): Promise<string> {
  const { target, sources } = mergeInto(parcels)
  const was = parcels.find((parcel) => parcel.parcelId === target.parcelId)
  const work: Rearranged = {
    reviewed: [{ parcel: target, was: was?.reviewState ?? target.reviewState, contentsChanged: true }],
    stopped: sources.map((parcel) => ({ parcel, was: parcel.reviewState, finding: mergedFinding(target) })),
    quantities: [
      ...sources.flatMap((source) => difference(source.parcelId, source.lines, [])),
      ...difference(target.parcelId, was?.lines ?? [], target.lines),
    ],
    fresh: [],
  }
  await store(tx, target.shopId, work, actor, effects)
  return target.parcelId
}

/** `sources`: the emptied parcels that get their orders back, locked. Answers the ids of all parcels, the first is the one that was merged. */
export async function unmerge(
  tx: Tx,
  parcel: WholeParcel,
  sources: readonly WholeParcel[],
  actor: Actor,
  effects: Effects,
): Promise<string[]> {
  const { kept, back, fresh } = ordersApart(parcel)
  const linesOf = (orderId: string): LineFacts[] => parcel.lines.filter((line) => line.orderId === orderId)
  const returned = back.flatMap(({ parcelId, orderId }) => {
    const source = sources.find((one) => one.parcelId === parcelId)
    const { reviewState, reviewAfter } = parcel
    const like = { reviewState, reviewAfter, claim: null, mergedFrom: [] }
    return source
      ? [
          {
            was: source.reviewState,
            before: source.lines,
            parcel: withLines({ ...source, ...like }, linesOf(orderId), parcel.orders),
          },
        ]
      : []
  })
  const lost = back.filter(({ parcelId }) => !sources.some((one) => one.parcelId === parcelId)).map(({ orderId }) => orderId)
  const made = freshParcels(
    parcel,
    [...fresh, ...lost].map((orderId) => freshLike(parcel, linesOf(orderId))),
    effects.now,
  )
  const rest = { ...withLines(parcel, linesOf(kept), parcel.orders), mergedFrom: [] }
  const work: Rearranged = {
    reviewed: [
      { parcel: rest, was: parcel.reviewState, contentsChanged: true },
      ...returned.map((one) => ({ parcel: one.parcel, was: one.was, contentsChanged: true })),
    ],
    stopped: [],
    quantities: [
      ...difference(parcel.parcelId, parcel.lines, rest.lines),
      ...returned.flatMap((one) => difference(one.parcel.parcelId, one.before, one.parcel.lines)),
    ],
    fresh: made,
  }
  await store(tx, parcel.shopId, work, actor, effects)
  return [...work.reviewed.map((one) => one.parcel.parcelId), ...made.map((one) => one.parcelId)]
}

/** Moves lines into a new parcel to the same receiver; answers its id. */
export async function split(
  tx: Tx,
  parcel: WholeParcel,
  moved: ReadonlyMap<string, number>,
  actor: Actor,
  effects: Effects,
): Promise<string> {
  const { kept, leaving } = splitLines(parcel.lines, moved)
  const rest = withLines(parcel, kept, parcel.orders)
  const fresh = freshParcels(parcel, [freshLike(parcel, leaving)], effects.now)
  const work: Rearranged = {
    reviewed: [{ parcel: rest, was: parcel.reviewState, contentsChanged: true }],
    stopped: [],
    quantities: difference(parcel.parcelId, parcel.lines, rest.lines),
    fresh,
  }
  await store(tx, parcel.shopId, work, actor, effects)
  return fresh[0]?.parcelId ?? ''
}

function freshLike(parcel: WholeParcel, lines: LineFacts[]) {
  const { orders, reviewState, reviewAfter } = withLines(parcel, lines, parcel.orders)
  return { orders, lines, reviewState, reviewAfter }
}
