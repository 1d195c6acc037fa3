/** A look at a receiver that the platform masks: served from what it told before, or the beginning of asking it. */
import { errors } from '#contract/errors.ts'
import { minuteOf } from '#kernel/clock.ts'
import type { Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { Actor, Effects } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import type { Receiver } from '#server/platforms/platform.ts'
import { platformNamed } from '#server/platforms/registry.ts'
import { plainOf } from './plain-receiver.ts'
import { revealRequest } from './reveal-request.ts'
import { spentUntil } from './reveal-rules.ts'
import { askAnew, lockReveal, rationOf } from './reveal-store.ts'

export type MaskedOrder = { orderId: string; shopId: string; receiverKey: string; receiver: Receiver }
/** Null = the platform is asked now. */
export type Known = { receiver: Receiver; relayUntil: string | null } | null

/** Throws revealNotOffered, revealKept, revealRationSpent, shopNotAuthorised: before anything is spent. */
export async function startLook(tx: Tx, order: MaskedOrder, actor: Actor, { world, now, enqueue }: Effects): Promise<Known> {
  const shop = (await shopsById(tx, [order.shopId])).get(order.shopId) ?? fail(errors.notFound)
  const { adapter, ...names } = platformNamed(shop.platform)
  const platform = names[actor.language]
  if (!adapter.services.revealReceiver)
    return fail(errors.revealNotOffered, { platform, reason: adapter.missing.revealReceiver?.[actor.language] ?? '' })
  const { reveal, isNew } = await lockReveal(tx, order, now)
  const plain = plainOf(tx.merchantId, world.vault, reveal, order, now)
  if (plain) return plain
  if (isNew || reveal.state !== 'asking') {
    if (shop.state !== 'active') return fail(errors.shopNotAuthorised, { shop: shop.name })
    const until = spentUntil(await rationOf(tx, order.shopId, now), adapter.revealRation, now)
    if (until) return fail(errors.revealRationSpent, { platform, until: minuteOf(until) })
    if (!isNew) await askAnew(tx, order.orderId, now)
  }
  enqueue(revealRequest(order.shopId))
  return null
}
