import { errors } from '#contract/errors.ts'
import { files } from '#contract/files.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { signedLink } from '../download-link.ts'
import { ownFile } from '../own-file.ts'

export const linkFile = query({
  name: 'files.linkFile',
  ...files.linkFile,
  summary: 'A signed address of a file of one’s own, good for a minute and only while one’s rights stay as they are.',
  access: { permission: 'account.self', scope: 'shared' },
  errors: [errors.notFound],
  async run(reader, { fileId }, actor, world) {
    if (!(await ownFile(reader, actor, fileId))) return fail(errors.notFound)
    return signedLink(
      world.vault,
      { merchantId: reader.merchantId, fileId, accountId: actor.accountId, epoch: actor.epoch },
      world.now(),
    )
  },
})
