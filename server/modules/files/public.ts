/** Files for other modules: made documents (labels, reports) that their maker may download. */
import { writeFileSync } from 'node:fs'
import type { Permission } from '#contract/permissions.ts'
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import { filePath } from '#kernel/files.ts'
import { newId } from '#kernel/ids.ts'
import type { OutsideWorld } from '#kernel/outside.ts'

/**
 * What one must hold to fetch the file: this permission in all of these shops (none = wherever it is held), and in the warehouse that
 * stands at the same place of the second list.
 */
export type FileNeeds = { permission: Permission; shopIds: readonly string[]; warehouseIds?: readonly string[] }
export type MadeFile = { name: string; contentType: string; bytes: Uint8Array; ownerId: string; now: Date; needs: FileNeeds }

/** Keeps a document made by us; answers its id. A rolled back transaction leaves only an unnamed file behind. */
export async function keepFile(tx: Tx, world: OutsideWorld, made: MadeFile): Promise<string> {
  const fileId = newId()
  writeFileSync(filePath(world, tx.merchantId, fileId), made.bytes, { mode: 0o600 })
  await insertFile(tx, { ...made, fileId, byteCount: made.bytes.byteLength })
  return fileId
}

type FileFacts = Omit<MadeFile, 'bytes'> & { fileId: string; byteCount: number }
/** Names a document whose bytes lie on disk under this id. */
export async function insertFile(tx: Tx, file: FileFacts): Promise<void> {
  await tx.write(sql`
    insert into files (merchant_id, file_id, name, bytes, content_type, owner_id, needs_permission, shop_ids, warehouse_ids, created_at)
    values (${tx.merchantId}, ${file.fileId}, ${file.name}, ${file.byteCount}, ${file.contentType}, ${file.ownerId},
      ${file.needs.permission}, ${file.needs.shopIds}::uuid[], ${file.needs.warehouseIds ?? []}::uuid[], ${file.now})`)
}

/** The name a file was uploaded under; undefined when it is not this account's own. */
export async function nameOfOwnFile(reader: Reader, fileId: string, ownerId: string): Promise<string | undefined> {
  const row = await reader.maybe<{ name: string }>(sql`
    select name from files where merchant_id = ${reader.merchantId} and file_id = ${fileId} and owner_id = ${ownerId}`)
  return row?.name
}
