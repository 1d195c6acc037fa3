import type { InvitationKind, InvitationReason, InvitationState } from '#contract/team-invitations.ts'
import { recordset, sql, type Tx } from '#kernel/db.ts'
import type { GrantPair } from '../grants/grant.ts'
import { type InvitationAct, nextState, statesBefore, WAITING } from './invitation-states.ts'

export type Address = { kind: InvitationKind; print: string | null; sealed: Buffer | null; hint: string }
export type Sending = {
  address: Address
  tokenHash: string
  tokenSealed: Buffer
  site: string
  sentBy: string
  sentAt: Date
  expiresAt: Date
}

/** A link is with its inviter at once; a message has yet to go. */
const firstState = ({ kind }: Address): InvitationState => (kind === 'link' ? 'delivered' : 'queued')

export async function insertInvitation(
  tx: Tx,
  invitation: { invitationId: string; accountId: string; language: string; grants: readonly GrantPair[] },
  sending: Sending,
): Promise<void> {
  const { address } = sending
  await tx.write(sql`
    insert into invitations (merchant_id, invitation_id, account_id, kind, address_print, address_sealed, address_hint, state, token_hash,
      token_sealed, site, language, grants, sent_by, created_at, sent_at, expires_at, delivered_at)
    values (${tx.merchantId}, ${invitation.invitationId}, ${invitation.accountId}, ${address.kind}, ${address.print}, ${address.sealed},
      ${address.hint}, ${firstState(address)}, ${sending.tokenHash}, ${sending.tokenSealed}, ${sending.site}, ${invitation.language},
      ${JSON.stringify(invitation.grants)}::jsonb, ${sending.sentBy}, ${sending.sentAt}, ${sending.sentAt}, ${sending.expiresAt},
      ${address.kind === 'link' ? sending.sentAt : null})`)
}

/** Replaces the token, so that the old link is dead with this write. Call it under `lockTeam`. */
export async function renewInvitation(tx: Tx, invitationId: string, sending: Sending): Promise<void> {
  const { address } = sending
  await tx.write(sql`
    update invitations set kind = ${address.kind}, address_print = ${address.print}, address_sealed = ${address.sealed},
      address_hint = ${address.hint}, state = ${firstState(address)}, reason = null, detail = '', round = round + 1,
      token_hash = ${sending.tokenHash}, token_sealed = ${sending.tokenSealed}, site = ${sending.site}, sent_by = ${sending.sentBy},
      tries = 0, next_try_at = null, provider_message_id = null, was_read = null, wrong_contacts = 0, real_name_tries = 0,
      sent_at = ${sending.sentAt}, expires_at = ${sending.expiresAt}, delivered_at = ${address.kind === 'link' ? sending.sentAt : null},
      opened_at = null, reminded_at = null, answered_at = null, version = version + 1
    where merchant_id = ${tx.merchantId} and invitation_id = ${invitationId}`)
}

export type Change = {
  reason?: InvitationReason | null
  detail?: string
  tries?: number
  nextTryAt?: Date | null
  providerMessageId?: string
}

export type Moved = { invitationId: string; accountId: string; sentBy: string; name: string }
/** Moves these on by one act, those that can be; answers the ones that moved. What waits no longer forgets its link. */
export async function moveInvitations(
  tx: Tx,
  invitationIds: readonly string[],
  act: InvitationAct,
  now: Date,
  change: Change = {},
): Promise<Moved[]> {
  const before = statesBefore(act)
  const [target] = new Set(before.map((state) => nextState(state, act)))
  const isWaiting = target !== undefined && WAITING.includes(target)
  return tx.rows(sql`
    update invitations set state = ${target}, reason = ${change.reason ?? null}, detail = ${(change.detail ?? '').slice(0, 300)},
      tries = coalesce(${change.tries ?? null}, tries), next_try_at = ${change.nextTryAt ?? null},
      provider_message_id = coalesce(${change.providerMessageId ?? null}, provider_message_id),
      delivered_at = case when ${target === 'delivered'} then coalesce(delivered_at, ${now}) else delivered_at end,
      opened_at = case when ${target === 'opened'} then coalesce(opened_at, ${now}) else opened_at end,
      answered_at = case when ${isWaiting} then null else ${now}::timestamptz end,
      token_sealed = case when ${isWaiting} then token_sealed end, version = version + 1
    where merchant_id = ${tx.merchantId} and invitation_id = any(${[...invitationIds]}::uuid[]) and state = any(${before}::text[])
    returning invitation_id as "invitationId", account_id as "accountId", sent_by as "sentBy", (
      select a.name from accounts a where a.merchant_id = ${tx.merchantId} and a.account_id = invitations.account_id) as name`)
}

/** Ends what these accounts sent and nobody has answered, or whatever was sent for them. Answers the invited accounts. */
export async function voidInvitations(
  tx: Tx,
  whose: { sentBy?: readonly string[]; accountIds?: readonly string[] },
  reason: InvitationReason,
  now: Date,
): Promise<string[]> {
  const rows = await tx.rows<{ account_id: string }>(sql`
    update invitations set state = 'voided', reason = ${reason}, detail = '', next_try_at = null, answered_at = ${now}, token_sealed = null,
      version = version + 1
    where merchant_id = ${tx.merchantId} and state = any(${[...statesBefore('void')]}::text[])
      and (account_id = any(${[...(whose.accountIds ?? [])]}::uuid[])
        or (sent_by = any(${[...(whose.sentBy ?? [])]}::uuid[]) and state = any(${[...WAITING]}::text[])))
    returning account_id`)
  return rows.map((row) => row.account_id)
}

export async function markReminded(tx: Tx, invitationIds: readonly string[], now: Date): Promise<void> {
  await tx.write(sql`
    update invitations set reminded_at = ${now}, version = version + 1
    where merchant_id = ${tx.merchantId} and invitation_id = any(${[...invitationIds]}::uuid[])`)
}

export async function noteReminder(tx: Tx, invitationId: string, round: number, wasRead: boolean | null): Promise<void> {
  await tx.write(sql`
    update invitations set was_read = ${wasRead}, reason = 'noAnswer', version = version + 1
    where merchant_id = ${tx.merchantId} and invitation_id = ${invitationId} and round = ${round} and state in ('delivered', 'opened')`)
}

/** Answers how many wrong addresses were given by now. */
export async function countWrongContact(tx: Tx, invitationId: string): Promise<number> {
  const row = await tx.maybe<{ n: number }>(sql`
    update invitations set wrong_contacts = wrong_contacts + 1
    where merchant_id = ${tx.merchantId} and invitation_id = ${invitationId} returning wrong_contacts as n`)
  return row?.n ?? 0
}

/** The invited becomes one who works. */
export async function activateInvited(tx: Tx, accountId: string, person: { name: string; passwordHash: string }): Promise<void> {
  await tx.write(sql`
    update accounts set state = 'active', name = ${person.name}, password_hash = ${person.passwordHash}, epoch = epoch + 1, version = version + 1
    where merchant_id = ${tx.merchantId} and account_id = ${accountId} and state = 'invited'`)
}

/** Names of accounts that never came to life are free again. `~` occurs in no name that a person can choose. */
export async function releaseNames(tx: Tx, accountIds: readonly string[]): Promise<void> {
  const rows = await tx.rows<{ account_id: string; login: string }>(sql`
    update accounts a set login = a.login || '~' || right(a.account_id::text, 8)
    where a.merchant_id = ${tx.merchantId} and a.account_id = any(${[...accountIds]}::uuid[]) and a.state = 'left'
      and exists (select from invitations i where i.merchant_id = ${tx.merchantId} and i.account_id = a.account_id and i.state <> 'accepted')
    returning a.account_id, a.login`)
  await tx.write(sql`
    update directory.logins l set login = r.login from jsonb_to_recordset(${recordset(rows)}::jsonb) as r(account_id uuid, login text)
    where l.merchant_id = ${tx.merchantId} and l.account_id = r.account_id`)
}
