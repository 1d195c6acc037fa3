import { errors } from '#contract/errors.ts'
import type { Principal } from '#kernel/access.ts'
import type { Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { AccountRow } from './account.ts'
import { lockAccounts } from './account-store.ts'
import { grantsOf, pairsOf } from './account-views.ts'
import { mayManage } from './grant-rules.ts'

/** Locks an account the actor may manage. Throws notFound, strongerTarget, and stale when `version` is given and differs. */
export async function manageableAccount(
  tx: Tx,
  actor: Principal,
  wanted: { accountId: string; version?: number },
): Promise<AccountRow> {
  const [account] = await lockAccounts(tx, [wanted.accountId])
  if (!account) return fail(errors.notFound)
  const grants = await grantsOf(tx, [account.account_id])
  if (!mayManage(actor, { isOwner: account.is_owner, pairs: pairsOf(grants, account.account_id) }))
    return fail(errors.strongerTarget)
  if (wanted.version !== undefined && wanted.version !== account.version) return fail(errors.stale, { changed: account.name })
  return account
}
