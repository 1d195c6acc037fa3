import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { removeMapping } from '../import-store.ts'

export const deleteMapping = command({
  name: 'orders.deleteMapping',
  ...orders.deleteMapping,
  summary: 'Removes a saved mapping file; imports made with it stay.',
  access: { permission: 'orders.import', scope: 'shared' },
  audit: ({ mappingId }) => ({ objects: [{ kind: 'mapping', id: mappingId }] }),
  errors: [errors.notFound],
  async run(tx, { mappingId }) {
    if ((await removeMapping(tx, mappingId)) === 0) return fail(errors.notFound)
    return {}
  },
})
