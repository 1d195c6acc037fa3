import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { appsChanged } from '#modules/apps/app-events.ts'
import { lockWebhook, setWebhookState } from '../webhook-store.ts'

export const removeWebhook = command({
  name: 'apps.removeWebhook',
  ...apps.removeWebhook,
  summary: 'Tells an app no more at this address; what waited is withheld.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  audit: ({ webhookId }) => ({ objects: [{ kind: 'webhook', id: webhookId }] }),
  errors: [errors.notFound],
  async run(tx, { webhookId }, _actor, { announce }) {
    const hook = (await lockWebhook(tx, webhookId)) ?? fail(errors.notFound)
    await setWebhookState(tx, webhookId, 'removed')
    announce(appsChanged([hook.app_id]))
    return {}
  },
})
