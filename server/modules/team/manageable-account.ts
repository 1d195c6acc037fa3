import { errors } from '#contract/errors.ts'
import type { Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { Actor } from '#kernel/operation.ts'
import type { AccountRow } from './account.ts'
import { lockAccounts } from './account-store.ts'
import { grantsOf, pairsOf } from './account-views.ts'
import { mayManage } from './grant-rules.ts'

/**
 * The actor's own account, locked with those he acts on, is as it was when this request began: whoever was frozen or lost rights
 * meanwhile can no longer use them here. Throws accountFrozen, stale.
 */
export function requireUnchangedActor(actor: Actor, locked: readonly AccountRow[]): void {
  const own = locked.find((account) => account.account_id === actor.accountId)
  if (own?.state !== 'active') fail(errors.accountFrozen)
  if (own.epoch !== actor.epoch) fail(errors.stale, { changed: actor.language === 'zh' ? '您的权限' : 'your rights' })
}

/** Locks an account the actor may manage. Throws notFound, strongerTarget, and stale when `version` is given and differs. */
export async function manageableAccount(
  tx: Tx,
  actor: Actor,
  wanted: { accountId: string; version?: number },
): Promise<AccountRow> {
  const locked = await lockAccounts(tx, [actor.accountId, wanted.accountId])
  requireUnchangedActor(actor, locked)
  const account = locked.find(({ account_id }) => account_id === wanted.accountId.toLowerCase()) ?? fail(errors.notFound)
  const grants = await grantsOf(tx, [account.account_id])
  if (!mayManage(actor, { isOwner: account.is_owner, pairs: pairsOf(grants, account.account_id) }))
    return fail(errors.strongerTarget)
  if (wanted.version !== undefined && wanted.version !== account.version) return fail(errors.stale, { changed: account.name })
  return account
}
