import { catalog } from '#contract/catalog.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { skusChanged } from '../catalog-events.ts'
import { insertSkus } from '../catalog-store.ts'

export const addSku = command({
  name: 'catalog.addSku',
  ...catalog.addSku,
  summary: 'Adds a SKU under a merchant code.',
  access: { permission: 'catalog.manage', scope: 'merchant' },
  audit: (input, result) => ({ objects: [{ kind: 'sku', id: result.skuId }], details: input }),
  errors: [errors.skuExists],
  async run(tx, input, _actor, effects) {
    const skuId = newId()
    const added = await insertSkus(tx, [{ skuId, ...input }])
    if (added.length === 0) return fail(errors.skuExists, { code: input.code })
    effects.announce(skusChanged(added))
    return { skuId }
  },
})
