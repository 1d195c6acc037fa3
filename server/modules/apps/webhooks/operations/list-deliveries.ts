import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { deliveriesPage } from '../webhook-views.ts'

export const listDeliveries = query({
  name: 'apps.listDeliveries',
  ...apps.listDeliveries,
  summary: 'What became of each message to a webhook: tries, answer, time, error.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  errors: [errors.notFound],
  async run(reader, { webhookId, state, cursor }) {
    return (await deliveriesPage(reader, { webhookId, state: state ?? null, cursor })) ?? fail(errors.notFound)
  },
})
