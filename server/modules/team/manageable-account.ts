import { errors } from '#contract/errors.ts'
import { type Principal, reachesRow, type Scope, scopeOf } from '#kernel/access.ts'
import type { Reader, Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { Actor } from '#kernel/operation.ts'
import type { AccountRow } from './account.ts'
import { accountsById } from './account-views.ts'
import { beyondEnvelope } from './grants/grant-rules.ts'
import { type HeldGrant, heldGrants } from './grants/grant-views.ts'

type Target = { accountId: string; isOwner: boolean; grants: readonly HeldGrant[] }

/**
 * May the actor change an account that holds these grants? Only when it holds nothing the actor lacks, now or later. An agent never
 * changes the person it answers to, however alike their rights are.
 */
const isWeakerThan = (admin: Principal, { accountId, isOwner, grants }: Target): boolean =>
  admin.isOwner || (!isOwner && admin.onBehalfOf?.accountId !== accountId && beyondEnvelope(admin, grants) === undefined)

type Known = { accountId: string; isOwner: boolean }
type Powers = { mayManage: boolean; mayGrant: boolean }
/** What an actor may change about these accounts, as the acts themselves would decide. */
export async function powersOver(reader: Reader, actor: Actor, accounts: readonly Known[]): Promise<(account: Known) => Powers> {
  const [managing, granting] = [scopeOf(actor, 'team.manage', 'staff'), scopeOf(actor, 'team.grant', 'staff')]
  if (!managing && !granting) return () => ({ mayManage: false, mayGrant: false })
  const held = await heldGrants(
    reader,
    accounts.map(({ accountId }) => accountId),
  )
  const reaches = (scope: Scope | undefined, holderId: string): boolean => scope !== undefined && reachesRow(scope, { holderId })
  return ({ accountId, isOwner }) => {
    const isWeaker = isWeakerThan(actor, { accountId, isOwner, grants: held.get(accountId) ?? [] })
    // Nobody but the owner changes their own grants.
    const isOthers = actor.isOwner || accountId !== actor.accountId
    return {
      mayManage: isWeaker && reaches(managing, accountId),
      mayGrant: isWeaker && isOthers && reaches(granting, accountId),
    }
  }
}

export type Manageable = { account: AccountRow; grants: readonly HeldGrant[]; isStronger: boolean }

/** The accounts of these inside the actor's scope, by id. Call it with an actor read under `lockTeam`. */
export async function managedAccounts(tx: Tx, admin: Actor, accountIds: readonly string[]): Promise<Map<string, Manageable>> {
  const accounts = await accountsById(tx, accountIds)
  const grants = await heldGrants(tx, accountIds)
  return new Map(
    accounts
      .filter((account) => reachesRow(admin.scope, { holderId: account.account_id }))
      .map((account) => {
        const held = grants.get(account.account_id) ?? []
        const isStronger = !isWeakerThan(admin, { accountId: account.account_id, isOwner: account.is_owner, grants: held })
        return [account.account_id, { account, grants: held, isStronger }]
      }),
  )
}

/**
 * An account the actor may manage. Throws notFound (outside his scope is as good as unknown), strongerTarget, and stale when `version`
 * is given and differs.
 */
export async function manageableAccount(
  tx: Tx,
  admin: Actor,
  wanted: { accountId: string; version?: number },
): Promise<AccountRow> {
  const found =
    (await managedAccounts(tx, admin, [wanted.accountId])).get(wanted.accountId.toLowerCase()) ?? fail(errors.notFound)
  if (found.isStronger) return fail(errors.strongerTarget)
  const { account } = found
  if (wanted.version !== undefined && wanted.version !== account.version) return fail(errors.stale, { changed: account.name })
  return account
}
