import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { appsChanged } from '#modules/apps/app-events.ts'
import { lockApp } from '#modules/apps/app-store.ts'
import { newWebhookSecret } from '../webhook-signature.ts'
import { insertWebhook } from '../webhook-store.ts'
import { isUsableWebhookUrl } from '../webhook-url-rules.ts'

export const addWebhook = command({
  name: 'apps.addWebhook',
  ...apps.addWebhook,
  summary: 'Tells an app of facts at an address of its own, signed by Standard Webhooks. The secret is shown this once.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  audit: ({ appId, url, eventKinds }, { webhookId }) => ({
    objects: [
      { kind: 'app', id: appId },
      { kind: 'webhook', id: webhookId },
    ],
    details: { url, eventKinds },
  }),
  errors: [errors.notFound, errors.webhookNotAllowed],
  async run(tx, { appId, url, eventKinds }, actor, { now, world, announce }) {
    if (!(await lockApp(tx, appId))) return fail(errors.notFound)
    if (!isUsableWebhookUrl(url, world.config.webhooksToLoopback)) return fail(errors.webhookNotAllowed, { url })
    const webhookId = newId()
    const secret = newWebhookSecret()
    await insertWebhook(tx, {
      webhookId,
      appId,
      url,
      eventKinds: [...new Set(eventKinds)],
      secretSealed: world.vault.seal(tx.merchantId, secret),
      by: actor.accountId,
      now,
    })
    announce(appsChanged([appId]))
    return { webhookId, secret }
  },
})
