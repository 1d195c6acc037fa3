import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { renameAccount } from '../account-store.ts'
import { manageableAccount } from '../manageable-account.ts'
import { accountChanged } from '../team-events.ts'
import { lockTeam } from '../team-lock.ts'

export const renameStaff = command({
  name: 'team.renameStaff',
  ...team.renameStaff,
  summary: 'Changes the name shown for an account; its login stays.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: (input) => ({ objects: [{ kind: 'account', id: input.accountId }] }),
  errors: [errors.stale, errors.strongerTarget, errors.notFound, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const account = await manageableAccount(tx, await lockTeam(tx, effects), input)
    await renameAccount(tx, account.account_id, input.name)
    effects.logChange({ name: account.name }, { name: input.name })
    effects.announce(accountChanged([account.account_id]))
    return { version: account.version + 1 }
  },
})
