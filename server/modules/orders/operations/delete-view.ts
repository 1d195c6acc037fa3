import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { dropView } from '../saved-view-store.ts'

export const deleteView = command({
  name: 'orders.deleteView',
  ...orders.deleteView,
  summary: 'Deletes one of one’s own saved views.',
  access: { permission: 'orders.view', scope: 'shared' },
  audit: (input) => ({ objects: [{ kind: 'view', id: input.viewId }] }),
  errors: [errors.notFound],
  run: async (tx, { viewId }, actor) => ((await dropView(tx, actor.accountId, viewId)) ? {} : fail(errors.notFound)),
})
