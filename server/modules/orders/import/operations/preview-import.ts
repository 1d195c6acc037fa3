import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { fail } from '#kernel/failure.ts'
import { filePath } from '#kernel/files.ts'
import { query } from '#kernel/operation.ts'
import { nameOfOwnFile } from '#modules/files/public.ts'
import { openOrderFile } from '#server/platforms/file/order-file.ts'
import { previewOrderFile } from '#server/platforms/file/preview-order-file.ts'
import { failImport, openOptionsFor } from '../import-format.ts'
import { savedMappings } from '../import-views.ts'

export const previewImport = query({
  name: 'orders.previewImport',
  ...orders.previewImport,
  summary: 'What an import would make of the first rows of an uploaded file.',
  access: { permission: 'orders.import', scope: 'shared' },
  errors: [errors.notFound, errors.importRefused],
  async run(reader, { fileId, preset, mapping }, actor, world) {
    const name = (await nameOfOwnFile(reader, fileId, actor.accountId)) ?? fail(errors.notFound)
    const options = openOptionsFor(
      { ...(preset ? { preset } : {}), ...(mapping ? { mapping } : {}) },
      await savedMappings(reader),
    )
    try {
      const file = await openOrderFile(filePath(world, reader.merchantId, fileId), name, options)
      try {
        return { preview: { ...(await previewOrderFile(file)) } }
      } finally {
        await file.close()
      }
    } catch (error) {
      return failImport(error, actor.language)
    }
  },
})
