import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { PING } from '#contract/event-kinds.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { DELIVER_JOB } from '../webhook.ts'
import { insertDelivery, lockWebhook } from '../webhook-store.ts'

export const pingWebhook = command({
  name: 'apps.pingWebhook',
  ...apps.pingWebhook,
  summary: 'Sends a webhook a message without content, to try it out.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  audit: ({ webhookId }) => ({ objects: [{ kind: 'webhook', id: webhookId }] }),
  errors: [errors.notFound, errors.webhookPaused],
  async run(tx, { webhookId }, _actor, { now, enqueue }) {
    const hook = (await lockWebhook(tx, webhookId)) ?? fail(errors.notFound)
    if (hook.state === 'paused') return fail(errors.webhookPaused)
    const deliveryId = newId()
    const fact = { kind: PING, permission: '', shopIds: [], ids: [], at: now.toISOString() }
    await insertDelivery(tx, { deliveryId, webhookId, fact, now })
    enqueue({ kind: DELIVER_JOB, payload: { deliveryId }, group: `webhook:${webhookId}` })
    return { deliveryId }
  },
})
