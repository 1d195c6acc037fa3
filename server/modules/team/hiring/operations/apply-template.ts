import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { raiseEpoch } from '#modules/team/account-store.ts'
import { grantablePairs } from '#modules/team/grants/grant-envelope.ts'
import { replaceGrants } from '#modules/team/grants/grant-store.ts'
import { manageableAccount } from '#modules/team/manageable-account.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { templateById } from '../template-store.ts'

export const applyTemplate = command({
  name: 'team.applyTemplate',
  ...team.applyTemplate,
  summary: 'Gives an account what a template says, in place of what it had.',
  access: { permission: 'team.grant', scope: 'staff' },
  stepUp: true,
  audit: ({ templateId, accountId }) => ({
    objects: [
      { kind: 'account', id: accountId },
      { kind: 'template', id: templateId },
    ],
  }),
  errors: [
    errors.stepUpRequired,
    errors.stale,
    errors.strongerTarget,
    errors.beyondOwnRights,
    errors.ownGrants,
    errors.notFound,
    errors.invalidInput,
    errors.accountFrozen,
  ],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    const account = await manageableAccount(tx, admin, input)
    if (account.account_id === admin.accountId && !admin.isOwner) return fail(errors.ownGrants)
    const { grants } = await templateById(tx, input.templateId)
    const subject = { accountId: account.account_id }
    await replaceGrants(tx, subject, await grantablePairs(tx, admin, grants, subject), admin.accountId)
    await raiseEpoch(tx, account.account_id)
    effects.announce(accountChanged([account.account_id]))
    return { version: account.version + 1 }
  },
})
