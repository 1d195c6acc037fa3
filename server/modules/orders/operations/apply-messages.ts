import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import type { Tx } from '#kernel/db.ts'
import { command, type Effects } from '#kernel/operation.ts'
import { messagesByIds, settleMessages } from '#modules/intake/public.ts'
import type { OrderSnapshot } from '#server/platforms/platform.ts'
import { tellsMergeGroups } from '#server/platforms/registry.ts'
import { type Applied, applySnapshots } from '../apply-snapshots.ts'
import { askMergeGroupsRequest } from '../merging/ask-merge-groups-request.ts'
import { factsOfMoves, refundsAsked } from '../order-events.ts'
import { readSnapshot } from '../read-snapshot.ts'

export const applyMessages = command({
  name: 'orders.applyMessages',
  ...shape(
    { messageIds: z.array(uuid).min(1).max(500) },
    z.object({
      created: z.number().int(),
      updated: z.number().int(),
      unchanged: z.number().int(),
      quarantined: z.number().int(),
      parcelIds: z.array(z.string()),
    }),
  ),
  summary: 'Reads stored platform messages into orders and parcels; what cannot be read is quarantined with the reason.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: (_input, { parcelIds, ...counts }) => ({ objects: parcelIds.map((id) => ({ kind: 'parcel', id })), details: counts }),
  errors: [],
  async run(tx, { messageIds }, actor, effects) {
    const messages = await messagesByIds(tx, messageIds)
    const read = messages.map((message) => ({ message, ...readSnapshot(message) }))
    // Before the goods are touched, so that other batches wait for less.
    await settleMessages(
      tx,
      read.map(({ message, problem }) => ({
        messageId: message.messageId,
        state: problem === null ? 'applied' : 'quarantined',
        reason: problem,
      })),
    )
    const byShop = Map.groupBy(read, (one) => one.message.shopId)
    const total = { created: 0, updated: 0, unchanged: 0, parcelIds: [] as string[] }
    for (const [shopId, ofShop] of byShop) {
      const snapshots = ofShop.flatMap((one) => one.snapshot ?? [])
      const applied = await applyOfShop(
        tx,
        { shopId, platform: ofShop[0]?.message.platform ?? '', snapshots },
        actor.name,
        effects,
      )
      total.created += applied.created.length
      total.updated += applied.updated.length
      total.unchanged += applied.unchanged.length
      total.parcelIds.push(...applied.parcels.map((move) => move.parcelId))
    }
    return { ...total, quarantined: read.filter((one) => one.problem !== null).length }
  },
})

type OfShop = { shopId: string; platform: string; snapshots: OrderSnapshot[] }
async function applyOfShop(tx: Tx, ofShop: OfShop, name: string, effects: Effects): Promise<Applied> {
  const applied = await applySnapshots(tx, { ...ofShop, now: effects.now, vault: effects.world.vault, by: { name } })
  for (const fact of factsOfMoves([ofShop.shopId], applied.parcels)) effects.announce(fact)
  for (const fact of refundsAsked(ofShop.shopId, withRefunds(ofShop.snapshots, applied))) effects.announce(fact)
  const hasNews = applied.created.length + applied.updated.length > 0
  if (hasNews && tellsMergeGroups(ofShop.platform)) effects.enqueue(askMergeGroupsRequest(ofShop.shopId))
  return applied
}

function withRefunds(snapshots: readonly OrderSnapshot[], { created, updated }: Applied): string[] {
  const changed = new Set([...created, ...updated])
  const concerned = snapshots.filter(({ lines }) => lines.some(({ refundState }) => refundState !== 'none'))
  return [...new Set(concerned.map(({ platformOrderId }) => platformOrderId))].filter((id) => changed.has(id))
}
