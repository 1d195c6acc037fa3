import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { appsChanged } from '#modules/apps/app-events.ts'
import { DELIVER_JOB } from '../webhook.ts'
import { lockWebhook, putBackDeliveries } from '../webhook-store.ts'

/** More are sent in a further call. */
const MOST_AT_ONCE = 5000

export const replayDeliveries = command({
  name: 'apps.replayDeliveries',
  ...apps.replayDeliveries,
  summary: 'Sends deliveries again: named ones or those of a time range. They keep their ids, so that a receiver can tell.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  audit: ({ webhookId, from, to, onlyDead }, { count }) => ({
    objects: [{ kind: 'webhook', id: webhookId }],
    details: { from, to, onlyDead, count },
  }),
  errors: [errors.notFound, errors.webhookPaused],
  async run(tx, input, _actor, { now, enqueue, announce }) {
    const hook = (await lockWebhook(tx, input.webhookId)) ?? fail(errors.notFound)
    if (hook.state === 'paused') return fail(errors.webhookPaused)
    const deliveryIds = await putBackDeliveries(tx, input, MOST_AT_ONCE, now)
    for (const deliveryId of deliveryIds)
      enqueue({ kind: DELIVER_JOB, payload: { deliveryId }, group: `webhook:${input.webhookId}` })
    announce(appsChanged([hook.app_id]))
    return { count: deliveryIds.length }
  },
})
