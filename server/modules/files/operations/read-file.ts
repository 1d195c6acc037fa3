import { errors } from '#contract/errors.ts'
import { files } from '#contract/files.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { ownFile } from '../own-file.ts'

export const readFile = query({
  name: 'files.readFile',
  ...files.readFile,
  summary: 'A file one made or uploaded oneself; each download is logged.',
  access: { permission: 'account.self', scope: 'shared' },
  audit: (input) => ({ kind: 'export', objects: [{ kind: 'file', id: input.fileId }] }),
  errors: [errors.notFound],
  async run(reader, { fileId }, actor) {
    const file = (await ownFile(reader, actor, fileId)) ?? fail(errors.notFound)
    return { fileId, ...file }
  },
})
