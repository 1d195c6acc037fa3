/** What other modules may ask of the team. */
import { errors } from '#contract/errors.ts'
import type { Grant, Principal } from '#kernel/access.ts'
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import type { EventFact } from '#kernel/events.ts'
import { fail } from '#kernel/failure.ts'
import type { Actor, Effects } from '#kernel/operation.ts'
import { budgetPayers, giveBackBudget, spendBudget } from './grants/budget-store.ts'
import { requireWithinEnvelope } from './grants/grant-envelope.ts'
import { refundRightOf, spendRefund } from './grants/refund-right.ts'
import { type Moment, principalOfAccount } from './identity.ts'
import { manageableAccount } from './manageable-account.ts'
import { type Notice, writeNotices } from './notices/notice-store.ts'
import { type Standing, type Verdict, verdictOn } from './questions/explain-rules.ts'
import { standingsOf } from './questions/standing.ts'
import { ACCOUNT_CHANGED, accountChanged, emergencyStopped } from './team-events.ts'
import { lockTeam } from './team-lock.ts'

export type { Standing, Verdict }
export { budgetPayers, giveBackBudget, refundRightOf, spendBudget, spendRefund, standingsOf, verdictOn }

/** What this account may do at this moment. Throws accountFrozen, notSignedIn. */
export const principalOf = (reader: Reader, accountId: string, moment: Moment): Promise<Principal> =>
  principalOfAccount(reader, accountId, moment)

/** Begins an administrative act: one at a time for a merchant; answers the actor with the rights he has now. */
export const beginAdministration = (tx: Tx, effects: Effects): Promise<Actor> => lockTeam(tx, effects)

/** Throws beyondOwnRights when the actor does not hold what is to be given, in all of its reach. */
export const requireHolds = (actor: Principal, wanted: readonly Grant[]): void =>
  requireWithinEnvelope(
    actor,
    wanted.map((grant) => ({ ...grant, from: null, subjectDepartmentId: null })),
  )

export const EVERYTHING_STOPPED = emergencyStopped.kind
export const ACCOUNTS_CHANGED = ACCOUNT_CHANGED
/** What these accounts may do changed: their open sockets are checked again at once. Nobody named = everybody. */
export const rightsChanged = (accountIds: string[]): EventFact => accountChanged(accountIds)

export type AccountClaims = { login: string; name: string; merchantName: string }
/** Who a working account is, for an app that signs a person in; undefined when it is not at work. */
export function accountClaims(reader: Reader, accountId: string): Promise<AccountClaims | undefined> {
  return reader.maybe<AccountClaims>(sql`
    select a.login, a.name, m.name as "merchantName" from accounts a
    join directory.merchants m on m.merchant_id = ${reader.merchantId}
    where a.merchant_id = ${reader.merchantId} and a.account_id::text = ${accountId} and a.state = 'active'`)
}

/** Names of accounts by id, whatever their state: history keeps them. Unknown ids are missing. */
export async function accountNames(reader: Reader, accountIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await reader.rows<{ account_id: string; name: string }>(sql`
    select account_id, name from accounts where merchant_id = ${reader.merchantId} and account_id = any(${accountIds}::uuid[])`)
  return new Map(rows.map((row) => [row.account_id, row.name]))
}

/** Those of these accounts that are frozen, left or past their end. */
export async function accountsNotAtWork(reader: Reader, accountIds: readonly string[], now: Date): Promise<string[]> {
  const rows = await reader.rows<{ account_id: string }>(sql`
    select account_id from accounts
    where merchant_id = ${reader.merchantId} and account_id = any(${accountIds}::uuid[])
      and (state <> 'active' or ends_at <= ${now}) order by account_id`)
  return rows.map((row) => row.account_id)
}

/** An agent the actor may manage. Throws notFound, strongerTarget. */
export async function manageableAgent(tx: Tx, admin: Actor, accountId: string): Promise<{ accountId: string; name: string }> {
  const account = await manageableAccount(tx, admin, { accountId })
  if (account.kind !== 'agent' || account.state !== 'active') return fail(errors.notFound)
  return { accountId: account.account_id, name: account.name }
}

/**
 * Codes, tokens and consents of this account from before this moment are void: everything was stopped, or this person signed out
 * everywhere. null = none ever were.
 */
export async function tokensVoidBefore(reader: Reader, accountId: string): Promise<string | null> {
  const row = await reader.maybe<{ at: string | null }>(sql`
    select greatest(a.tokens_void_before, e.tokens_void_before) as at
    from accounts a left join emergency_stops e on e.merchant_id = ${reader.merchantId}
    where a.merchant_id = ${reader.merchantId} and a.account_id = ${accountId}`)
  return row?.at ?? null
}

/** Writes notices (站内信); answers the facts to be announced with them. */
export const tell = (tx: Tx, now: Date, notices: readonly Notice[]): Promise<EventFact[]> => writeNotices(tx, now, notices)
