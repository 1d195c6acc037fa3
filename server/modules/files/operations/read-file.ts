import { errors } from '#contract/errors.ts'
import { files } from '#contract/files.ts'
import type { Permission } from '#contract/permissions.ts'
import { reachesRow, scopeOf } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'

export const readFile = query({
  name: 'files.readFile',
  ...files.readFile,
  summary: 'A file one made or uploaded oneself; each download is logged.',
  access: { permission: 'account.self', scope: 'shared' },
  audit: (input) => ({ kind: 'export', objects: [{ kind: 'file', id: input.fileId }] }),
  errors: [errors.notFound],
  async run(reader, input, actor) {
    const row = await reader.maybe<Row>(sql`
      select name, content_type, needs_permission, shop_ids, warehouse_ids from files
      where merchant_id = ${reader.merchantId} and file_id = ${input.fileId} and owner_id = ${actor.accountId}`)
    const scope = row && scopeOf(actor, row.needs_permission)
    const isReached = row?.shop_ids.every((shopId, place) => {
      const warehouseId = row.warehouse_ids[place]
      return scope && reachesRow(scope, { shopId, ...(warehouseId && { warehouseId }) })
    })
    if (!row || !scope || !isReached) return fail(errors.notFound)
    return { fileId: input.fileId, name: row.name, contentType: row.content_type }
  },
})

type Row = { name: string; content_type: string; needs_permission: Permission; shop_ids: string[]; warehouse_ids: string[] }
