import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { rightsChanged } from '#modules/team/public.ts'
import { revokeApiToken } from '../token-store.ts'

export const revokeOwnToken = command({
  name: 'apps.revokeOwnToken',
  ...apps.revokeOwnToken,
  summary: 'Revokes a token of mine: its next call is refused.',
  access: { permission: 'account.self', scope: 'shared' },
  audit: ({ tokenId }) => ({ objects: [{ kind: 'token', id: tokenId }] }),
  errors: [errors.notFound],
  async run(tx, { tokenId }, actor, { now, announce }) {
    const maker = (await revokeApiToken(tx, { tokenId, accountId: actor.accountId }, 'byMaker', now)) ?? fail(errors.notFound)
    announce(rightsChanged([maker]))
    return {}
  },
})
