import { orders } from '#contract/orders.ts'
import { command } from '#kernel/operation.ts'
import { putView } from '../saved-view-store.ts'

export const saveView = command({
  name: 'orders.saveView',
  ...orders.saveView,
  summary: 'Saves filters of a list under a name, for oneself; the same name again writes them over.',
  access: { permission: 'orders.view', scope: 'shared' },
  audit: (input, result) => ({ objects: [{ kind: 'view', id: result.viewId }], details: { page: input.page, name: input.name } }),
  errors: [],
  run: async (tx, input, actor) => ({ viewId: await putView(tx, actor.accountId, input) }),
})
