import { errors } from '#contract/errors.ts'
import { inventory } from '#contract/inventory.ts'
import type { BulkResult } from '#contract/operation.ts'
import { refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { stockCounted } from '../inventory-events.ts'
import { lockStock, type StockChange, writeMoves } from '../stock-store.ts'

export const adjustStock = command({
  name: 'inventory.adjustStock',
  ...inventory.adjustStock,
  summary: 'Sets the counted quantity on hand of SKUs; the difference goes into the ledger.',
  access: { permission: 'inventory.adjust', scope: 'merchant' },
  audit: (input, result) => ({
    objects: result.done.map((id) => ({ kind: 'sku', id })),
    details: { reason: input.reason, refused: result.refused },
  }),
  errors: [errors.notFound, errors.stockBelowReserved],
  async run(tx, input, actor, effects) {
    const counted = new Map(input.items.map((item) => [item.skuId, item.onHand]))
    const stock = new Map((await lockStock(tx, [...counted.keys()])).map((row) => [row.sku_id, row]))
    const result: BulkResult = { done: [], refused: [] }
    const changes: StockChange[] = []
    for (const [skuId, onHand] of counted) {
      const row = stock.get(skuId)
      if (!row) result.refused.push(refuse(skuId, errors.notFound))
      else if (onHand < Number(row.reserved))
        result.refused.push(refuse(skuId, errors.stockBelowReserved, { sku: row.code, onHand, reserved: Number(row.reserved) }))
      else {
        result.done.push(skuId)
        if (onHand !== Number(row.on_hand))
          changes.push({ parcelId: null, skuId, onHand: onHand - Number(row.on_hand), reserved: 0 })
      }
    }
    effects.logChange(
      Object.fromEntries(result.done.map((skuId) => [skuId, Number(stock.get(skuId)?.on_hand)])),
      Object.fromEntries(result.done.map((skuId) => [skuId, counted.get(skuId)])),
    )
    await writeMoves(tx, 'count', changes, { name: actor.name, now: effects.now, reason: input.reason })
    if (changes.length > 0) effects.announce(stockCounted(changes.map((change) => change.skuId)))
    return result
  },
})
