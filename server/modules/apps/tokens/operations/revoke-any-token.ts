import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { rightsChanged } from '#modules/team/public.ts'
import { revokeApiToken } from '../token-store.ts'

export const revokeAnyToken = command({
  name: 'apps.revokeAnyToken',
  ...apps.revokeAnyToken,
  summary: 'Revokes anybody’s token: its next call is refused.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  audit: ({ tokenId }) => ({ objects: [{ kind: 'token', id: tokenId }] }),
  errors: [errors.notFound],
  async run(tx, { tokenId }, _actor, { now, announce }) {
    const maker = (await revokeApiToken(tx, { tokenId, accountId: null }, 'byManager', now)) ?? fail(errors.notFound)
    announce(rightsChanged([maker]))
    return {}
  },
})
