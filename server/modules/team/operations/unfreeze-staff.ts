import { errors } from '#contract/errors.ts'
import type { BulkResult } from '#contract/operation.ts'
import { team } from '#contract/team.ts'
import { refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { lockAccounts, setAccountState } from '../account-store.ts'
import { grantsOf, pairsOf } from '../account-views.ts'
import { mayManage } from '../grant-rules.ts'
import { requireUnchangedActor } from '../manageable-account.ts'
import { accountChanged } from '../team-events.ts'

export const unfreezeStaff = command({
  name: 'team.unfreezeStaff',
  ...team.unfreezeStaff,
  summary: 'Lets frozen accounts sign in again.',
  access: { permission: 'team.manage', scope: 'merchant' },
  audit: (_input, result) => ({
    objects: result.done.map((id) => ({ kind: 'account', id })),
    details: { unfrozen: result.done.length, refused: result.refused },
  }),
  errors: [errors.strongerTarget, errors.notFound, errors.stale, errors.accountFrozen],
  async run(tx, input, actor, effects) {
    const locked = await lockAccounts(tx, [actor.accountId, ...input.accountIds])
    requireUnchangedActor(actor, locked)
    const accounts = new Map(locked.map((account) => [account.account_id, account]))
    const grants = await grantsOf(tx, input.accountIds)
    const result: BulkResult = { done: [], refused: [] }
    for (const id of new Set(input.accountIds)) {
      const account = accounts.get(id)
      if (account?.state !== 'frozen') result.refused.push(refuse(id, errors.notFound))
      else if (!mayManage(actor, { isOwner: account.is_owner, pairs: pairsOf(grants, id) }))
        result.refused.push(refuse(id, errors.strongerTarget))
      else result.done.push(id)
    }
    await setAccountState(tx, result.done, 'active')
    if (result.done.length > 0) effects.announce(accountChanged(result.done))
    return result
  },
})
