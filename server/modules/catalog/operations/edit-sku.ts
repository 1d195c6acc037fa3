import { catalog } from '#contract/catalog.ts'
import { errors } from '#contract/errors.ts'
import { sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { skusChanged } from '../catalog-events.ts'
import { updateSku } from '../catalog-store.ts'

export const editSku = command({
  name: 'catalog.editSku',
  ...catalog.editSku,
  summary: 'Changes title, variant, minimum price and weight of a SKU.',
  access: { permission: 'catalog.manage', scope: 'merchant' },
  audit: (input) => ({ objects: [{ kind: 'sku', id: input.skuId }] }),
  errors: [errors.notFound, errors.stale],
  async run(tx, input, _actor, effects) {
    const updated = await updateSku(tx, input.skuId, input.version, input)
    if (updated) {
      const { title, variant, minPriceFen, weightGrams } = input
      effects.logChange(updated.before, { title, variant, minPriceFen, weightGrams })
      effects.announce(skusChanged([input.skuId]))
      return { version: updated.version }
    }
    const row = await tx.maybe<{ code: string }>(
      sql`select code from skus where merchant_id = ${tx.merchantId} and sku_id = ${input.skuId}`,
    )
    return row ? fail(errors.stale, { changed: row.code }) : fail(errors.notFound)
  },
})
