import type { Permission } from '#contract/permissions.ts'
import { reachesRow, scopeOf } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'
import type { Actor } from '#kernel/operation.ts'

type FileRow = { name: string; content_type: string; needs_permission: Permission; shop_ids: string[]; warehouse_ids: string[] }
export type OwnFile = { name: string; contentType: string }

/** A file of one's own, while one still holds what it was made under; else undefined. */
export async function ownFile(reader: Reader, actor: Actor, fileId: string): Promise<OwnFile | undefined> {
  const row = await reader.maybe<FileRow>(sql`
    select name, content_type, needs_permission, shop_ids, warehouse_ids from files
    where merchant_id = ${reader.merchantId} and file_id = ${fileId} and owner_id = ${actor.accountId}`)
  const scope = row && scopeOf(actor, row.needs_permission)
  if (!row || !scope) return undefined
  const isReached = row.shop_ids.every((shopId, place) => {
    const warehouseId = row.warehouse_ids[place]
    return reachesRow(scope, { shopId, ...(warehouseId && { warehouseId }) })
  })
  return isReached ? { name: row.name, contentType: row.content_type } : undefined
}
