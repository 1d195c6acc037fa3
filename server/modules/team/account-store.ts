import { recordset, sql, type Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { AccountRow, GrantPair } from './account.ts'

export async function insertAccount(
  tx: Tx,
  account: { accountId: string; login: string; name: string; isOwner: boolean; passwordHash: string },
): Promise<void> {
  await tx.write(sql`
    insert into accounts (merchant_id, account_id, login, name, is_owner, password_hash)
    values (${tx.merchantId}, ${account.accountId}, ${account.login}, ${account.name}, ${account.isOwner}, ${account.passwordHash})`)
}

/** Locks accounts in id order, the order every writer uses. */
export function lockAccounts(tx: Tx, accountIds: readonly string[]): Promise<AccountRow[]> {
  return tx.rows<AccountRow>(sql`
    select account_id, login, name, state, is_owner, epoch, version, created_at from accounts
    where merchant_id = ${tx.merchantId} and account_id = any(${accountIds}::uuid[]) order by account_id for update`)
}

/** Changes state and raises the epoch, so that every next request of these accounts sees it. */
export async function setAccountState(tx: Tx, accountIds: readonly string[], state: AccountRow['state']): Promise<void> {
  await tx.write(sql`
    update accounts set state = ${state}, epoch = epoch + 1, version = version + 1
    where merchant_id = ${tx.merchantId} and account_id = any(${accountIds}::uuid[])`)
}

export async function endSessions(tx: Tx, accountIds: readonly string[], now: Date): Promise<void> {
  await tx.write(sql`
    update sessions set ended_at = ${now}
    where merchant_id = ${tx.merchantId} and account_id = any(${accountIds}::uuid[]) and ended_at is null`)
}

/** The same with all owners: who counts them decides on a fact that cannot change meanwhile. */
export function lockAccountsAndOwners(tx: Tx, accountIds: readonly string[]): Promise<AccountRow[]> {
  return tx.rows<AccountRow>(sql`
    select account_id, login, name, state, is_owner, epoch, version, created_at from accounts
    where merchant_id = ${tx.merchantId} and (is_owner or account_id = any(${accountIds}::uuid[])) order by account_id for update`)
}

export async function replaceGrants(tx: Tx, accountId: string, pairs: readonly GrantPair[], grantedBy: string): Promise<void> {
  const rows = pairs.map((pair) => ({ grant_id: newId(), role: pair.role, shop_ids: pair.shopIds }))
  await tx.write(sql`delete from grants where merchant_id = ${tx.merchantId} and account_id = ${accountId}`)
  await tx.write(sql`
    insert into grants (merchant_id, grant_id, account_id, role, shop_ids, granted_by)
    select ${tx.merchantId}, g.grant_id, ${accountId}, g.role, g.shop_ids, ${grantedBy}
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as g(grant_id uuid, role text, shop_ids uuid[])`)
}

export async function raiseEpoch(tx: Tx, accountId: string): Promise<void> {
  await tx.write(sql`
    update accounts set epoch = epoch + 1, version = version + 1 where merchant_id = ${tx.merchantId} and account_id = ${accountId}`)
}

export async function renameAccount(tx: Tx, accountId: string, name: string): Promise<void> {
  await tx.write(
    sql`update accounts set name = ${name}, version = version + 1 where merchant_id = ${tx.merchantId} and account_id = ${accountId}`,
  )
}

export async function setPassword(tx: Tx, accountId: string, passwordHash: string): Promise<void> {
  await tx.write(sql`
    update accounts set password_hash = ${passwordHash}, epoch = epoch + 1, version = version + 1
    where merchant_id = ${tx.merchantId} and account_id = ${accountId}`)
}

export type NewSession = {
  sessionId: string
  accountId: string
  tokenHash: string
  now: Date
  expiresAt: Date
  ip: string
  userAgent: string
}
export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  await tx.write(sql`
    insert into sessions (merchant_id, session_id, account_id, token_hash, created_at, last_seen_at, expires_at, ip, user_agent)
    values (${tx.merchantId}, ${session.sessionId}, ${session.accountId}, ${session.tokenHash}, ${session.now}, ${session.now}, ${session.expiresAt},
      ${session.ip}, ${session.userAgent.slice(0, 300)})`)
}

export async function endSession(tx: Tx, accountId: string, sessionId: string, now: Date): Promise<number> {
  return tx.write(sql`
    update sessions set ended_at = ${now}
    where merchant_id = ${tx.merchantId} and session_id = ${sessionId} and account_id = ${accountId} and ended_at is null`)
}
