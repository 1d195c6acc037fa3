import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { appsChanged } from '#modules/apps/app-events.ts'
import { lockWebhook, writeWebhook } from '../webhook-store.ts'
import { isUsableWebhookUrl } from '../webhook-url-rules.ts'

export const changeWebhook = command({
  name: 'apps.changeWebhook',
  ...apps.changeWebhook,
  summary: 'Changes where and of what an app is told, pauses or resumes it.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  audit: ({ webhookId, url, eventKinds, isPaused }) => ({
    objects: [{ kind: 'webhook', id: webhookId }],
    details: { url, eventKinds, isPaused },
  }),
  errors: [errors.notFound, errors.stale, errors.webhookNotAllowed],
  async run(tx, { webhookId, version, url, eventKinds, isPaused }, _actor, { world, announce }) {
    const hook = (await lockWebhook(tx, webhookId)) ?? fail(errors.notFound)
    if (hook.version !== version) return fail(errors.stale, { changed: hook.app_name })
    if (!isUsableWebhookUrl(url, world.config.webhooksToLoopback)) return fail(errors.webhookNotAllowed, { url })
    await writeWebhook(tx, webhookId, { url, eventKinds: [...new Set(eventKinds)], state: isPaused ? 'paused' : 'active' })
    announce(appsChanged([hook.app_id]))
    return { version: version + 1 }
  },
})
