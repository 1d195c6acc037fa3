/** One way for all acts that change the state of several accounts: item by item, each with its own refusal. */
import { errors } from '#contract/errors.ts'
import type { BulkResult } from '#contract/operation.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/failure.ts'
import type { Actor, Effects } from '#kernel/operation.ts'
import { nextState, type StateAct, targetOf } from './account-states.ts'
import { endSignIns, setAccountState } from './account-store.ts'
import { activeOwnerCount } from './account-views.ts'
import { endInvitationsOf } from './invitations/end-invitations.ts'
import { managedAccounts } from './manageable-account.ts'

/** Call it with an actor read under `lockTeam`. The last active owner stays (the lock keeps their number still). */
export async function changeStates(
  tx: Tx,
  admin: Actor,
  act: StateAct,
  accountIds: readonly string[],
  effects: Effects,
): Promise<BulkResult> {
  const known = await managedAccounts(tx, admin, accountIds)
  let owners = await activeOwnerCount(tx)
  const result: BulkResult = { done: [], refused: [] }
  for (const id of new Set(accountIds.map((each) => each.toLowerCase()))) {
    const found = known.get(id)
    const next = found && nextState(found.account.state, act)
    if (!found || !next) result.refused.push(refuse(id, errors.notFound))
    else if (found.isStronger) result.refused.push(refuse(id, errors.strongerTarget))
    // Nobody locks himself out but an owner, who leaves the shop to another one.
    else if (id === admin.accountId && !admin.isOwner) result.refused.push(refuse(id, errors.ownGrants))
    else if (found.account.is_owner && found.account.state === 'active' && owners === 1)
      result.refused.push(refuse(id, errors.lastOwner))
    else {
      if (found.account.is_owner && found.account.state === 'active') owners -= 1
      result.done.push(id)
    }
  }
  const target = targetOf(act)
  await setAccountState(tx, result.done, target)
  const states = (stateOf: (id: string) => unknown) => Object.fromEntries(result.done.map((id) => [id, stateOf(id)]))
  effects.logChange(
    states((id) => known.get(id)?.account.state),
    states(() => target),
  )
  if (target !== 'active') {
    await endSignIns(tx, result.done, effects.now)
    await endInvitationsOf(tx, result.done, target === 'left', effects.now)
  }
  return result
}
