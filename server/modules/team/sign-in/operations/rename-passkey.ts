import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { renamePasskey as rename } from '../passkey-store.ts'

export const renamePasskey = command({
  name: 'team.renamePasskey',
  ...team.renamePasskey,
  summary: 'Gives one of my passkeys another name.',
  access: { permission: 'account.self', scope: 'shared' },
  audit: (input, _result, actor) => ({ objects: [{ kind: 'account', id: actor.accountId }], details: { name: input.name } }),
  errors: [errors.notFound],
  async run(tx, input, actor) {
    if ((await rename(tx, actor.accountId, input.passkeyId, input.name)) === 0) return fail(errors.notFound)
    return {}
  },
})
