import { errors } from '#contract/errors.ts'
import { inventory } from '#contract/inventory.ts'
import { sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { stockCounted } from '../inventory-events.ts'

export const setSafety = command({
  name: 'inventory.setSafety',
  ...inventory.setSafety,
  summary: 'Keeps a quantity back from sale.',
  access: { permission: 'inventory.adjust', scope: 'merchant' },
  audit: (input) => ({ objects: [{ kind: 'sku', id: input.skuId }], details: { safety: input.safety } }),
  errors: [errors.notFound],
  async run(tx, input, _actor, effects) {
    const changed = await tx.write(
      sql`update stock set safety = ${input.safety}, updated_at = ${effects.now} where merchant_id = ${tx.merchantId} and sku_id = ${input.skuId}`,
    )
    if (changed === 0) return fail(errors.notFound)
    effects.announce(stockCounted([input.skuId]))
    return {}
  },
})
