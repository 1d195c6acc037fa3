/**
 * Rights made ready for many decisions in memory (open pages, other systems that ask by the thousand): what `decide` weighs, laid out so
 * that one decision reads a line or two of memory. access.test.ts holds both against each other and against SQL.
 */
import { type Grant, inReach, type Principal, type Reach, type Row } from './access.ts'

export type Rights = {
  /** One entry a grant: its own length, which row of `permissionRows`, which reach to ask (or SHOPS_ONLY), then its shops as places. */
  readonly table: readonly number[]
  readonly reaches: readonly Reach[]
  readonly bounds: readonly Rights[]
}
const SHOPS_ONLY = -1
const HEAD = 3
/** More shops than this are looked up in their set. */
const MOST_LISTED = 16

/** Names as small numbers, handed out once a process: permissions, and shops that stand in grants. */
const permissionPlaces = new Map<string, number>()
const shopPlaces = new Map<string, number>()
/** The permissions of a role as bits; roles that permit the same share a row. */
const permissionRows: Int32Array[] = []
const rowByContent = new Map<string, number>()

function placeIn(places: Map<string, number>, name: string): number {
  const known = places.get(name)
  if (known !== undefined) return known
  places.set(name, places.size)
  return places.size - 1
}

function rowOf(permissions: ReadonlySet<string>): number {
  const places = [...permissions].map((code) => placeIn(permissionPlaces, code)).sort((a, b) => a - b)
  const content = places.join()
  const known = rowByContent.get(content)
  if (known !== undefined) return known
  const row = new Int32Array(Math.ceil(permissionPlaces.size / 32))
  for (const place of places) row[place >>> 5] = (row[place >>> 5] ?? 0) | (1 << (place & 31))
  rowByContent.set(content, permissionRows.length)
  permissionRows.push(row)
  return permissionRows.length - 1
}

/** An entry that any shop fits asks its reach like one with many shops: it says yes at once. */
function entryOf({ permissions, reach }: Grant, reaches: Reach[]): number[] {
  const { shops, warehouses, holders } = reach
  if (shops !== 'all' && warehouses === 'all' && holders === 'all' && shops.size <= MOST_LISTED)
    return [HEAD + shops.size, rowOf(permissions), SHOPS_ONLY, ...[...shops].map((shop) => placeIn(shopPlaces, shop))]
  reaches.push(reach)
  return [HEAD, rowOf(permissions), reaches.length - 1]
}

/** Good for as long as the principal is: keep it beside him. */
export function rightsOf(principal: Principal): Rights {
  const reaches: Reach[] = []
  const table = principal.grants.flatMap((grant) => entryOf(grant, reaches))
  return { table, reaches, bounds: (principal.bounds ?? []).map(rightsOf) }
}

/** May this be done with this row? The whole decision: one grant carries the permission and reaches the row, and every bound allows it too. */
export function may(rights: Rights, permission: string, row: Row): boolean {
  const place = permissionPlaces.get(permission)
  if (place === undefined) return false
  const shop = row.shopId == null ? -1 : (shopPlaces.get(row.shopId) ?? -1)
  const word = place >>> 5
  const bit = 1 << (place & 31)
  const { table } = rights
  for (let at = 0; at < table.length; at += table[at] ?? 1) {
    if (((permissionRows[table[at + 1] ?? 0]?.[word] ?? 0) & bit) === 0) continue
    const slow = table[at + 2] ?? SHOPS_ONLY
    const reaches = slow === SHOPS_ONLY ? row.shopId === undefined || isListed(table, at, shop) : isReached(rights, slow, row)
    if (reaches) return rights.bounds.length === 0 || rights.bounds.every((bound) => may(bound, permission, row))
  }
  return false
}

function isListed(table: readonly number[], at: number, shop: number): boolean {
  const end = at + (table[at] ?? 0)
  for (let place = at + HEAD; place < end; place += 1) if (table[place] === shop) return true
  return false
}
const isReached = ({ reaches }: Rights, slow: number, row: Row): boolean => {
  const reach = reaches[slow]
  return reach !== undefined && inReach(reach, row)
}
