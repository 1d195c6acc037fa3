import { z } from 'zod'
import { moment, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { appsChanged } from '#modules/apps/app-events.ts'
import { giveNotice } from '#modules/apps/notice-store.ts'
import { FAILING_AFTER_MS } from '../webhook.ts'
import { lockWebhook, noteHealth, recordAttempt, setWebhookState } from '../webhook-store.ts'

export const recordDelivery = command({
  name: 'apps.recordDelivery',
  ...shape(
    {
      deliveryId: uuid,
      outcome: z.enum(['delivered', 'again', 'withheld', 'dead', 'gone']),
      status: z.number().int().nullable(),
      ms: z.number().int().nullable(),
      error: z.string().nullable(),
      nextAt: moment.nullable(),
    },
    z.object({ recorded: z.boolean() }),
  ),
  summary: 'Notes what became of one try to reach a webhook.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'every try stands in the delivery itself; the log would be filled by machines talking to machines' },
  errors: [],
  async run(tx, input, _actor, { now, announce }) {
    const { deliveryId, outcome, status, ms, error, nextAt } = input
    const state = outcome === 'again' ? 'waiting' : outcome === 'gone' ? 'dead' : outcome
    const attempt = { deliveryId, state, status, ms, error, at: now, nextAt: nextAt === null ? null : new Date(nextAt) } as const
    const delivery = await recordAttempt(tx, attempt)
    if (!delivery) return { recorded: false }
    if (outcome === 'withheld') return { recorded: true }
    const hook = await lockWebhook(tx, delivery.webhook_id)
    if (!hook) return { recorded: true }
    const turnedBad = await noteHealth(tx, hook.webhook_id, outcome === 'delivered', now, FAILING_AFTER_MS)
    const notice = { appId: hook.app_id, params: { url: hook.url } }
    if (outcome === 'gone') await setWebhookState(tx, hook.webhook_id, 'paused')
    const kind = outcome === 'gone' ? 'webhookGone' : outcome === 'dead' ? 'deliveryDead' : turnedBad ? 'webhookFailing' : null
    if (kind !== null) for (const fact of await giveNotice(tx, { ...notice, kind }, now)) announce(fact)
    announce(appsChanged([hook.app_id]))
    return { recorded: true }
  },
})
