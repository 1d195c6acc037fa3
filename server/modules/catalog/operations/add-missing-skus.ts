import { catalog } from '#contract/catalog.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { skusChanged } from '../catalog-events.ts'
import { insertSkus } from '../catalog-store.ts'
import { missingCodes } from '../catalog-views.ts'

export const addMissingSkus = command({
  name: 'catalog.addMissingSkus',
  ...catalog.addMissingSkus,
  summary: 'Makes a SKU for every merchant code that orders carry and the catalogue lacks.',
  access: { permission: 'catalog.manage', scope: 'merchant' },
  audit: (_input, result) => ({ objects: [], details: { added: result.added } }),
  errors: [],
  async run(tx, _input, _actor, effects) {
    const missing = await missingCodes(tx)
    const added = await insertSkus(
      tx,
      missing.map((sku) => ({
        ...sku,
        title: sku.title.slice(0, 200),
        variant: sku.variant.slice(0, 200),
        skuId: newId(),
        minPriceFen: null,
        weightGrams: null,
      })),
    )
    if (added.length > 0) effects.announce(skusChanged([]))
    return { added: added.length }
  },
})
