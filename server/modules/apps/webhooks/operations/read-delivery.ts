import { z } from 'zod'
import { PING } from '#contract/event-kinds.ts'
import { shape, uuid } from '#contract/operation.ts'
import type { Permission } from '#contract/permissions.ts'
import type { Principal } from '#kernel/access.ts'
import type { Reader } from '#kernel/db.ts'
import type { EventFact } from '#kernel/events.ts'
import { query } from '#kernel/operation.ts'
import { visibleFact } from '#kernel/realtime.ts'
import { actingThrough, installerNow } from '#modules/apps/app-principal.ts'
import { type ReadyDelivery, waitingDelivery } from '../webhook-store.ts'

/** What of a fact the app may know at this moment decides here, by the same rule as for open pages. */
export const readDelivery = query({
  name: 'apps.readDelivery',
  ...shape(
    { deliveryId: uuid },
    z.discriminatedUnion('next', [
      z.object({ next: z.literal('nothing') }),
      z.object({ next: z.literal('withhold'), reason: z.string() }),
      z.object({
        next: z.literal('send'),
        merchantId: z.string(),
        url: z.string(),
        body: z.string(),
        secretsSealed: z.array(z.string()),
        attempts: z.number().int(),
      }),
    ]),
  ),
  summary: 'What a job needs to send one message to a webhook; the secrets stay sealed.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  async run(reader, { deliveryId }, _actor, world) {
    const delivery = await waitingDelivery(reader, deliveryId, world.now())
    if (!delivery) return { next: 'nothing' } as const
    if (delivery.state === 'paused' || delivery.state === 'removed') return { next: 'withhold', reason: delivery.state } as const
    const told = await whatMayBeTold(reader, delivery, world.now())
    if (!told) return { next: 'withhold', reason: delivery.is_running ? 'outside its rights' : 'app does not run' } as const
    const { kind, at } = delivery.fact
    return {
      next: 'send',
      merchantId: reader.merchantId,
      url: delivery.url,
      body: JSON.stringify({ type: kind, timestamp: at, data: { shopIds: told.shopIds, ids: told.ids } }),
      secretsSealed: [delivery.secret_sealed, delivery.old_secret_sealed]
        .filter((sealed) => sealed !== null)
        .map((sealed) => sealed.toString('base64')),
      attempts: delivery.attempts,
    } as const
  },
})

async function whatMayBeTold(
  reader: Reader,
  delivery: ReadyDelivery,
  now: Date,
): Promise<Pick<EventFact, 'shopIds' | 'ids'> | undefined> {
  if (!delivery.is_running) return undefined
  if (delivery.fact.kind === PING) return { shopIds: [], ids: [] }
  const installer = await installerNow(reader, delivery.installed_by, { now, ip: '' })
  if (!installer) return undefined
  const through = {
    appId: delivery.app_id,
    name: delivery.app_name,
    functions: delivery.functions as Permission[],
    shopIds: delivery.shop_ids,
  }
  const app: Principal = actingThrough(installer, through, [])
  return visibleFact(app, { ...delivery.fact, permission: delivery.fact.permission as Permission })
}
