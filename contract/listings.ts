import { z } from 'zod'
import { LISTING_STATES } from './closed-lists.ts'
import { cursor, moment, nothing, pageOf, shape, shortText, uuid } from './operation.ts'

const listingRow = z.object({
  shopId: uuid,
  platformItemId: z.string(),
  platformSkuId: z.string(),
  merchantSku: z.string(),
  title: z.string(),
  variant: z.string(),
  priceFen: z.number().int(),
  onSale: z.boolean(),
  /** As the platform said when it was read last, or as we told it since. */
  platformQuantity: z.number().int(),
  /** What it should say; null = no SKU of ours has this merchant code. */
  wantedQuantity: z.number().int().nullable(),
  pushedAt: moment.nullable(),
  /** Why the platform did not take the number; '' = all is well. */
  problem: z.string(),
})
export type ListingRow = z.infer<typeof listingRow>
const stockPushRow = z.object({
  shopId: uuid,
  /** The platform takes stock numbers and lists its goods. */
  isOffered: z.boolean(),
  isOn: z.boolean(),
  sharePercent: z.number().int(),
  version: z.number().int(),
  readAt: moment.nullable(),
  problem: z.string(),
  listingCount: z.number().int(),
  unmatchedCount: z.number().int(),
  behindCount: z.number().int(),
})
export type StockPushRow = z.infer<typeof stockPushRow>

export const listings = {
  listListings: shape(
    {
      shopId: uuid.optional(),
      state: z.enum(LISTING_STATES).optional(),
      search: shortText.optional(),
      cursor: cursor.optional(),
    },
    pageOf(listingRow),
  ),
  listStockPushes: shape({}, z.object({ rows: z.array(stockPushRow) })),
  /** Reads everything the shop has on sale; the rows arrive in the background. */
  readShopGoods: shape({ shopId: uuid }, nothing),
  /** `version` as read, 0 = never set. */
  setStockPush: shape(
    { shopId: uuid, version: z.number().int(), isOn: z.boolean(), sharePercent: z.number().int().min(1).max(100) },
    z.object({ version: z.number().int() }),
  ),
}
