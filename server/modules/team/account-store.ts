import { sql, type Tx } from '#kernel/db.ts'
import type { AccountKind, AccountRow, WorkHours } from './account.ts'

export type NewAccount = {
  accountId: string
  login: string
  name: string
  isOwner: boolean
  passwordHash: string
  kind?: AccountKind
  state?: AccountRow['state']
  departmentId?: string | null
  endsAt?: string | null
  responsibleId?: string | null
  /** Somebody else knows it: the person chooses another before anything else. */
  isPasswordGiven?: boolean
}
export async function insertAccount(tx: Tx, account: NewAccount): Promise<void> {
  const { kind = 'person', state = 'active', departmentId = null, endsAt = null, responsibleId = null } = account
  const { isPasswordGiven = false } = account
  await tx.write(sql`
    insert into accounts (merchant_id, account_id, login, name, is_owner, password_hash, must_change_password, kind, state, department_id,
      ends_at, responsible_id)
    values (${tx.merchantId}, ${account.accountId}, ${account.login}, ${account.name}, ${account.isOwner}, ${account.passwordHash}, ${isPasswordGiven},
      ${kind}, ${state}, ${departmentId}, ${endsAt}, ${responsibleId})`)
}

/** Changes state and raises the epoch, so that every next request of these accounts sees it. */
export async function setAccountState(tx: Tx, accountIds: readonly string[], state: AccountRow['state']): Promise<void> {
  await tx.write(sql`
    update accounts set state = ${state}, epoch = epoch + 1, version = version + 1,
      left_at = case when ${state} = 'left' then now() end
    where merchant_id = ${tx.merchantId} and account_id = any(${accountIds}::uuid[])`)
  await endViewsOf(tx, accountIds)
}

/** Nobody looks through these accounts' eyes any longer. */
async function endViewsOf(tx: Tx, accountIds: readonly string[]): Promise<void> {
  await tx.write(sql`
    update sessions set viewing_id = null, viewing_until = null
    where merchant_id = ${tx.merchantId} and viewing_id = any(${[...accountIds]}::uuid[])`)
}

/** Sessions end, and so does what would still become one: unused sign-in links, and sign-ins that wait for their second factor. Answers how many sessions. */
export async function endSignIns(tx: Tx, accountIds: readonly string[], now: Date): Promise<number> {
  const ended = await tx.write(sql`
    update sessions set ended_at = ${now}
    where merchant_id = ${tx.merchantId} and account_id = any(${accountIds}::uuid[]) and ended_at is null`)
  await tx.write(sql`
    update login_tickets set used_at = ${now}
    where merchant_id = ${tx.merchantId} and account_id = any(${accountIds}::uuid[]) and used_at is null`)
  await tx.write(sql`
    update sign_in_challenges set used_at = ${now}
    where merchant_id = ${tx.merchantId} and account_id = any(${accountIds}::uuid[]) and used_at is null`)
  return ended
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

export type StaffDetails = { workHours: WorkHours | null; takesChats: boolean; endsAt: string | null }
export const staffDetails = async (tx: Tx, accountId: string): Promise<Record<string, unknown>> =>
  (await tx.maybe<StaffDetails>(sql`
    select work_hours as "workHours", takes_chats as "takesChats", ends_at as "endsAt" from accounts
    where merchant_id = ${tx.merchantId} and account_id = ${accountId}`)) ?? {}
export async function setDetails(tx: Tx, accountId: string, { workHours, takesChats, endsAt }: StaffDetails): Promise<void> {
  await tx.write(sql`
    update accounts set work_hours = ${workHours && JSON.stringify(workHours)}::jsonb, takes_chats = ${takesChats}, ends_at = ${endsAt},
      epoch = epoch + 1, version = version + 1
    where merchant_id = ${tx.merchantId} and account_id = ${accountId}`)
}

export async function setDepartment(tx: Tx, accountIds: readonly string[], departmentId: string | null): Promise<void> {
  await tx.write(sql`
    update accounts set department_id = ${departmentId}, epoch = epoch + 1, version = version + 1
    where merchant_id = ${tx.merchantId} and account_id = any(${[...accountIds]}::uuid[])`)
}

export async function setOwner(tx: Tx, accountId: string, isOwner: boolean): Promise<void> {
  await tx.write(sql`
    update accounts set is_owner = ${isOwner}, epoch = epoch + 1, version = version + 1
    where merchant_id = ${tx.merchantId} and account_id = ${accountId}`)
}

export async function setResponsiblePerson(tx: Tx, agentId: string, responsibleId: string): Promise<void> {
  await tx.write(sql`
    update accounts set responsible_id = ${responsibleId}, epoch = epoch + 1, version = version + 1
    where merchant_id = ${tx.merchantId} and account_id = ${agentId} and kind = 'agent'`)
}
