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
  audit: (input) => ({ objects: [{ kind: 'sku', id: input.skuId }] }),
  errors: [errors.notFound],
  async run(tx, input, _actor, effects) {
    const before = await tx.maybe<{ safety: number }>(
      sql`select safety::int from stock where merchant_id = ${tx.merchantId} and sku_id = ${input.skuId} for update`,
    )
    if (!before) return fail(errors.notFound)
    await tx.write(
      sql`update stock set safety = ${input.safety}, updated_at = ${effects.now} where merchant_id = ${tx.merchantId} and sku_id = ${input.skuId}`,
    )
    effects.logChange({ safety: before.safety }, { safety: input.safety })
    effects.announce(stockCounted([input.skuId]))
    return {}
  },
})
