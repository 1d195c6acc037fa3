import { files } from '#contract/files.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { insertFile } from '../public.ts'

export const addFile = command({
  name: 'files.addFile',
  ...files.addFile,
  summary: 'Announces an upload; the web server stores the bytes that follow.',
  access: { permission: 'orders.import', scope: 'shared' },
  audit: (input, result) => ({ objects: [{ kind: 'file', id: result.fileId }], details: { name: input.name } }),
  errors: [],
  async run(tx, input, actor, effects) {
    const fileId = newId()
    await insertFile(tx, {
      fileId,
      name: input.name,
      contentType: input.contentType,
      byteCount: 0,
      ownerId: actor.accountId,
      now: effects.now,
      needs: { permission: 'orders.import', shopIds: [] },
    })
    return { fileId }
  },
})
