import { z } from 'zod'
import { cursor, fen, pageOf, shape, shortText, uuid } from './operation.ts'

const skuRow = z.object({
  skuId: uuid,
  code: z.string(),
  title: z.string(),
  variant: z.string(),
  minPriceFen: fen.nullable(),
  weightGrams: z.number().int().nullable(),
  version: z.number().int(),
})
export type SkuRow = z.infer<typeof skuRow>
const skuFields = {
  title: shortText.min(1),
  variant: shortText,
  minPriceFen: fen.nullable(),
  weightGrams: z.number().int().min(0).max(1_000_000).nullable(),
}

export const catalog = {
  listSkus: shape({ search: shortText.optional(), cursor: cursor.optional() }, pageOf(skuRow)),
  addSku: shape({ code: shortText.min(1), ...skuFields }, z.object({ skuId: uuid })),
  editSku: shape({ skuId: uuid, version: z.number().int(), ...skuFields }, z.object({ version: z.number().int() })),
  /** Makes a SKU for every merchant code that orders carry and the catalogue lacks. */
  addMissingSkus: shape({}, z.object({ added: z.number().int() })),
}
