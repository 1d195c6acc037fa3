import { z } from 'zod'
import { cursor, moment, noteText, pageOf, refusal, shape, shortText, uuid } from './operation.ts'

const stockRow = z.object({
  skuId: uuid,
  code: z.string(),
  title: z.string(),
  variant: z.string(),
  onHand: z.number().int(),
  reserved: z.number().int(),
  /** on hand − reserved − safety, never below 0 */
  sellable: z.number().int(),
  safety: z.number().int(),
  /** Where it lies; a warehouse where nobody has said so is absent. */
  locations: z.array(z.object({ warehouseId: uuid, location: z.string() })),
})
export type StockRow = z.infer<typeof stockRow>
const moveRow = z.object({
  moveId: uuid,
  at: moment,
  kind: z.string(),
  onHandChange: z.number().int(),
  reservedChange: z.number().int(),
  reason: z.string(),
  actorName: z.string(),
})

export const inventory = {
  listStock: shape(
    { search: shortText.optional(), onlyShort: z.boolean().optional(), cursor: cursor.optional() },
    pageOf(stockRow),
  ),
  listMoves: shape({ skuId: uuid, cursor: cursor.optional() }, pageOf(moveRow)),
  /** Sets the counted quantity on hand. */
  adjustStock: shape(
    {
      items: z
        .array(z.strictObject({ skuId: uuid, onHand: z.number().int().min(0).max(100_000_000) }))
        .min(1)
        .max(1000),
      reason: noteText.min(1),
    },
    z.object({ done: z.array(z.string()), refused: z.array(refusal) }),
  ),
  /** Where goods lie in one warehouse (库位), by their codes; '' takes the place away. Refused are codes that do not exist. */
  setLocations: shape(
    {
      warehouseId: uuid,
      items: z
        .array(z.strictObject({ sku: shortText.min(1), location: z.string().trim().max(40) }))
        .min(1)
        .max(1000),
    },
    z.object({ done: z.array(z.string()), refused: z.array(refusal) }),
  ),
  setSafety: shape({ skuId: uuid, safety: z.number().int().min(0).max(1_000_000) }, z.object({})),
}
