import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { appsChanged } from '#modules/apps/app-events.ts'
import { SECRET_OVERLAP_MS } from '../webhook.ts'
import { newWebhookSecret } from '../webhook-signature.ts'
import { lockWebhook, replaceSecret } from '../webhook-store.ts'

export const rotateWebhookSecret = command({
  name: 'apps.rotateWebhookSecret',
  ...apps.rotateWebhookSecret,
  summary: 'Makes a new secret for a webhook, shown this once; for a day the old one signs as well.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  audit: ({ webhookId }, { oldSecretEndsAt }) => ({
    objects: [{ kind: 'webhook', id: webhookId }],
    details: { oldSecretEndsAt },
  }),
  errors: [errors.notFound],
  async run(tx, { webhookId }, _actor, { now, world, announce }) {
    const hook = (await lockWebhook(tx, webhookId)) ?? fail(errors.notFound)
    const secret = newWebhookSecret()
    const oldEndsAt = new Date(now.getTime() + SECRET_OVERLAP_MS)
    await replaceSecret(tx, webhookId, world.vault.seal(tx.merchantId, secret), oldEndsAt)
    announce(appsChanged([hook.app_id]))
    return { secret, oldSecretEndsAt: oldEndsAt.toISOString() }
  },
})
