import { z } from 'zod'
import { CAPABILITIES, FAILURE_KINDS } from './closed-lists.ts'
import { moment, nothing, shape, shortText, uuid } from './operation.ts'

export const SHOP_STATES = ['unauthorised', 'active', 'authorisation_expired', 'paused'] as const
const shopRow = z.object({
  shopId: uuid,
  platform: z.string(),
  name: z.string(),
  state: z.enum(SHOP_STATES),
  platformShopName: z.string(),
  capabilities: z.array(z.enum(CAPABILITIES)),
  /** expiring: only the shop's owner can keep it connected and has a few days left. none: nothing to authorise, or not yet done. */
  authorisation: z.enum(['none', 'valid', 'expiring', 'expired']),
  accessExpiresAt: moment.nullable(),
  /** From where its parcels ship. */
  warehouseId: uuid,
  version: z.number().int(),
  /** Where the platform sends changes to, below this server's own address; null where it tells them in another way. */
  pushPath: z.string().nullable(),
  sync: z.object({
    /** Everything the platform changed before this moment has been read. */
    pulledUntil: moment.nullable(),
    lastSuccessAt: moment.nullable(),
    /** In the platform's own words. */
    lastError: z.string().nullable(),
    lastErrorKind: z.enum(FAILURE_KINDS).nullable(),
    lastErrorAt: moment.nullable(),
    quarantinedCount: z.number().int(),
    /** starting: never read yet, and let in no more than 2 min ago; fresh ≤ 2 min, late ≤ 10 min, stale beyond, none for shops without pull. */
    freshness: z.enum(['starting', 'fresh', 'late', 'stale', 'none']),
    /** Everything before this moment was read a second time, later, and compared. */
    checkedUntil: moment.nullable(),
    /** How many orders such comparisons have brought so far, and when the last did. */
    missedCount: z.number().int(),
    missedAt: moment.nullable(),
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

const platformRow = z.object({
  platform: z.string(),
  zh: z.string(),
  en: z.string(),
  capabilities: z.array(z.enum(CAPABILITIES)),
  /** What the platform does not offer, with the reason. */
  missing: z.array(z.object({ capability: z.enum(CAPABILITIES), zh: z.string(), en: z.string() })),
  /** code: on the platform's page; credentials: typed from its console; none: nothing to do. */
  authorisation: z.enum(['none', 'code', 'credentials']),
  credentialFields: z.array(
    z.object({
      name: z.string(),
      zh: z.string(),
      en: z.string(),
      secret: z.boolean(),
      optional: z.boolean(),
      /** A regular expression for the whole value. */
      pattern: z.string(),
      /** How many letters and digits a made-up value has, where the shop chooses it and types it on both sides. */
      chosenLength: z.number().int().nullable(),
    }),
  ),
  /** How changes are told: a queue that we ask, a line that we hold, an address of ours, or not at all. */
  pushes: z.enum(['none', 'queue', 'socket', 'http']),
  /** This installation has an application there, where one is needed. */
  isSetUp: z.boolean(),
})
export type PlatformRow = z.infer<typeof platformRow>

export const shops = {
  listShops: shape({}, z.object({ rows: z.array(shopRow) })),
  listPlatforms: shape(
    {},
    z.object({
      rows: z.array(platformRow),
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
  /** What the owner copied from the platform's console, by field; taken like `finishAuthorisation`. */
  enterCredentials: shape({ shopId: uuid, credentials: z.record(z.string().max(40), z.string().max(500)) }, nothing),
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
