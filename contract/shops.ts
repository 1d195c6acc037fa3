import { z } from 'zod'
import { moment, nothing, shape, shortText, uuid } from './operation.ts'

export const SHOP_STATES = ['unauthorised', 'active', 'authorisation_expired', 'paused'] as const
const shopRow = z.object({
  shopId: uuid,
  platform: z.string(),
  name: z.string(),
  state: z.enum(SHOP_STATES),
  platformShopName: z.string(),
  capabilities: z.array(z.string()),
  /** expiring: only the shop's owner can keep it connected and has a few days left. none: nothing to authorise, or not yet done. */
  authorisation: z.enum(['none', 'valid', 'expiring', 'expired']),
  accessExpiresAt: moment.nullable(),
  /** From where its parcels ship. */
  warehouseId: uuid,
  version: z.number().int(),
  sync: z.object({
    /** Everything the platform changed before this moment has been read. */
    pulledUntil: moment.nullable(),
    lastSuccessAt: moment.nullable(),
    lastError: z.string().nullable(),
    lastErrorAt: moment.nullable(),
    quarantinedCount: z.number().int(),
    /** fresh ≤ 2 min, late ≤ 10 min, stale beyond, none for shops without pull. */
    freshness: z.enum(['fresh', 'late', 'stale', 'none']),
  }),
})
export type ShopRow = z.infer<typeof shopRow>

const warehouseRow = z.object({
  warehouseId: uuid,
  name: z.string(),
  version: z.number().int(),
  /** Shops in one's scope that ship from here. */
  shops: z.array(z.object({ shopId: uuid, name: z.string() })),
})
export type WarehouseRow = z.infer<typeof warehouseRow>

export const shops = {
  listShops: shape({}, z.object({ rows: z.array(shopRow) })),
  listPlatforms: shape(
    {},
    z.object({
      rows: z.array(z.object({ platform: z.string(), zh: z.string(), en: z.string(), capabilities: z.array(z.string()) })),
    }),
  ),
  /** `firstPullHours`: how far back the first reading goes; 24 when left out. */
  addShop: shape(
    { platform: z.string().max(40), name: shortText.min(1), firstPullHours: z.number().int().min(0).max(720).optional() },
    z.object({ shopId: uuid }),
  ),
  renameShop: shape({ shopId: uuid, version: z.number().int(), name: shortText.min(1) }, z.object({ version: z.number().int() })),
  pauseShop: shape({ shopId: uuid }, nothing),
  resumeShop: shape({ shopId: uuid }, nothing),
  /** Answers the platform page where the owner grants access. */
  startAuthorisation: shape({ shopId: uuid, redirectUrl: z.url() }, z.object({ url: z.string() })),
  /** Takes the platform's answer; the shop becomes active (or shows the reason in lastError) a moment later. */
  finishAuthorisation: shape({ state: z.string().max(500), code: z.string().max(500) }, z.object({ shopId: uuid })),
  listWarehouses: shape({}, z.object({ rows: z.array(warehouseRow) })),
  addWarehouse: shape({ name: shortText.min(1) }, z.object({ warehouseId: uuid })),
  renameWarehouse: shape(
    { warehouseId: uuid, version: z.number().int(), name: shortText.min(1) },
    z.object({ version: z.number().int() }),
  ),
  /** Parcels planned from now on ship from there; those that exist stay where they are. */
  setShopWarehouse: shape(
    { shopId: uuid, version: z.number().int(), warehouseId: uuid },
    z.object({ version: z.number().int() }),
  ),
}
