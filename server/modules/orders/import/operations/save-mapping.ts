import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { requireMapping } from '../import-format.ts'
import { upsertMapping } from '../import-store.ts'

export const saveMapping = command({
  name: 'orders.saveMapping',
  ...orders.saveMapping,
  summary: 'Keeps a mapping file under a name; the same name replaces it.',
  access: { permission: 'orders.import', scope: 'shared' },
  audit: ({ name }, { mappingId }) => ({ objects: [{ kind: 'mapping', id: mappingId }], details: { name } }),
  errors: [errors.importRefused],
  async run(tx, { name, mapping }, actor) {
    requireMapping(mapping, actor.language)
    return { mappingId: await upsertMapping(tx, newId(), name, mapping) }
  },
})
