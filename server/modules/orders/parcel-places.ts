/** Where a list of parcels is walked: the shops, and where it matters the warehouses, that the actor reaches and asked for. */
import { reachesRow, type Scope } from '#kernel/access.ts'
import type { Reader } from '#kernel/db.ts'
import { shopsById, warehousesById } from '#modules/shops/public.ts'

type Named = ReadonlyMap<string, { name: string }>
export type Lane = { shopId: string; warehouseId: string }
export type Places = {
  shops: Named
  warehouses: Named
  shopIds: string[]
  /** null = every warehouse of these shops: then the warehouse divides nothing. */
  lanes: Lane[] | null
  /** Nothing is left out: every shop and every warehouse is reached, and no particular one was asked for. */
  isEverywhere: boolean
}
export type WantedPlaces = { shopIds?: readonly string[] | undefined; warehouseIds?: readonly string[] | undefined }

export async function parcelPlaces(reader: Reader, scope: Scope, wanted: WantedPlaces): Promise<Places> {
  const [shops, warehouses] = await Promise.all([shopsById(reader), warehousesById(reader)])
  return { shops, warehouses, ...placesAmong([...shops.keys()], [...warehouses.keys()], scope, wanted) }
}

/** Pure. Who holds a parcel is asked row by row: here it counts as reached when some of its parcels may be. */
function placesAmong(
  shopIds: readonly string[],
  warehouseIds: readonly string[],
  scope: Scope,
  wanted: WantedPlaces,
): Pick<Places, 'shopIds' | 'lanes' | 'isEverywhere'> {
  const isWanted = (ids: readonly string[] | undefined, id: string): boolean => ids === undefined || ids.includes(id)
  const all = shopIds.flatMap((shopId) => warehouseIds.map((warehouseId) => ({ shopId, warehouseId })))
  const reached = all.filter((lane) => reachesRow(scope, lane))
  const lanes = reached.filter((lane) => isWanted(wanted.shopIds, lane.shopId) && isWanted(wanted.warehouseIds, lane.warehouseId))
  const inShops = [...new Set(lanes.map(({ shopId }) => shopId))]
  const isWhole = lanes.length === inShops.length * warehouseIds.length
  return {
    shopIds: inShops,
    lanes: isWhole ? null : lanes,
    isEverywhere: lanes.length === all.length,
  }
}
