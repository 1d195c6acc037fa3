import { builtInRoles, isBuiltInRole } from '#contract/permissions.ts'
import type { InvitationRow, InvitationState } from '#contract/team-invitations.ts'
import { inRows, type Scope } from '#kernel/access.ts'
import { joinSql, type Reader, type Sql, sql } from '#kernel/db.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import type { Invitation } from './invitation.ts'
import { statesBefore, WAITING } from './invitation-states.ts'

const invitationRows = (reader: Reader, wanted: Sql, rest: Sql): Promise<Invitation[]> =>
  reader.rows<Invitation>(sql`
    select i.invitation_id as "invitationId", i.account_id as "accountId", i.kind, i.address_print as "addressPrint",
      i.address_sealed as "addressSealed", i.address_hint as "addressHint", i.state, i.reason, i.detail, i.round, i.token_sealed as "tokenSealed",
      i.site, i.language, i.grants, i.sent_by as "sentBy", i.tries, i.next_try_at as "nextTryAt", i.provider_message_id as "providerMessageId",
      i.was_read as "wasRead", i.wrong_contacts as "wrongContacts", i.real_name as "realName", i.real_name_tries as "realNameTries",
      i.real_name_sealed as "realNameSealed", i.created_at as "createdAt", i.expires_at as "expiresAt", i.delivered_at as "deliveredAt",
      i.opened_at as "openedAt", i.reminded_at as "remindedAt", i.answered_at as "answeredAt", i.version,
      a.login, a.name, a.state as "accountState", a.kind as "accountKind", a.department_id as "departmentId", a.ends_at as "endsAt",
      s.name as "sentByName"
    from invitations i
    join accounts a on a.merchant_id = ${reader.merchantId} and a.account_id = i.account_id
    join accounts s on s.merchant_id = ${reader.merchantId} and s.account_id = i.sent_by
    where i.merchant_id = ${reader.merchantId} and ${wanted} ${rest}`)

export const invitationById = async (reader: Reader, invitationId: string): Promise<Invitation | undefined> =>
  (await invitationRows(reader, sql`i.invitation_id = ${invitationId}`, sql``))[0]

export const invitationByToken = async (reader: Reader, tokenHash: string): Promise<Invitation | undefined> =>
  (await invitationRows(reader, sql`i.token_hash = ${tokenHash}`, sql``))[0]

const PAGE = 50
export type InvitationFilter = { search: string; states: readonly InvitationState[] | null; cursor: string | null }

/** One page of the invitations to accounts inside the scope, latest first. */
export async function invitationList(
  reader: Reader,
  scope: Scope,
  filter: InvitationFilter,
): Promise<{ rows: InvitationRow[]; next: string | null }> {
  const wanted: Sql[] = [inRows(scope, { holder: sql`i.account_id::text` })]
  const pattern = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`
  if (filter.search !== '')
    wanted.push(sql`(a.login ilike ${pattern} or a.name ilike ${pattern} or i.address_hint ilike ${pattern})`)
  if (filter.states) wanted.push(sql`i.state = any(${[...filter.states]}::text[])`)
  const position = readCursor(filter.cursor ?? undefined)
  if (position) wanted.push(sql`(i.created_at, i.invitation_id) < (${position[0]}::timestamptz, ${position[1]}::uuid)`)
  const rows = await invitationRows(
    reader,
    joinSql(wanted, ' and '),
    sql`order by i.created_at desc, i.invitation_id desc limit ${PAGE + 1}`,
  )
  const shown = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? shown.at(-1) : undefined
  return { rows: shown.map(viewOf), next: last ? writeCursor([last.createdAt, last.invitationId]) : null }
}

/** Times come from the database to the microsecond, so the cursor loses nothing. */
function viewOf(invitation: Invitation): InvitationRow {
  const { invitationId, accountId, login, name, departmentId, endsAt, kind, addressHint, state, reason, detail, grants } =
    invitation
  const { sentBy, sentByName, round, tries, nextTryAt, wasRead, realName, createdAt, expiresAt, deliveredAt } = invitation
  const { openedAt, remindedAt, answeredAt, version, accountState } = invitation
  return {
    ...{ invitationId, accountId, login, name, departmentId, endsAt, kind, addressHint, state, reason, detail, grants },
    ...{ sentBy, sentByName, round, tries, nextTryAt, wasRead, realName, createdAt, expiresAt, deliveredAt },
    ...{ openedAt, remindedAt, answeredAt, version },
    isOpen: accountState === 'invited' && statesBefore('resend').includes(state),
  }
}

/** Somebody else's invitation that waits at this address. */
export async function isAddressWaiting(reader: Reader, print: string | null, exceptInvitationId: string): Promise<boolean> {
  const row = await reader.maybe(sql`
    select 1 from invitations where merchant_id = ${reader.merchantId} and address_print = ${print} and invitation_id <> ${exceptInvitationId}
      and state = any(${[...WAITING]}::text[])`)
  return row !== undefined
}

/** Those that are over, and those that wait unanswered for as long as the merchant lets them before a reminder. */
export async function dueInvitations(reader: Reader, now: Date, remindAfterHours: number, limit: number): Promise<Due> {
  const sentBefore = new Date(now.getTime() - remindAfterHours * 3600_000)
  const rows = await reader.rows<{ id: string; due: keyof Due }>(sql`
    select invitation_id as id,
      case when expires_at > ${now} then 'unanswered' when state in ('delivered', 'opened') then 'expired' else 'undelivered' end as due
    from invitations
    where merchant_id = ${reader.merchantId} and state = any(${[...WAITING]}::text[])
      and (expires_at <= ${now} or (kind <> 'link' and state in ('delivered', 'opened') and reminded_at is null and sent_at <= ${sentBefore}))
    order by expires_at, invitation_id limit ${limit}`)
  const of = (due: keyof Due): string[] => rows.filter((row) => row.due === due).map((row) => row.id)
  return { expired: of('expired'), undelivered: of('undelivered'), unanswered: of('unanswered') }
}
/** expired: over without an answer. undelivered: over before it arrived. unanswered: a reminder is due. */
export type Due = { expired: string[]; undelivered: string[]; unanswered: string[] }

/** Names in both languages; a role that is gone is not shown. */
export async function roleNames(reader: Reader, roles: readonly string[]): Promise<Map<string, { zh: string; en: string }>> {
  const own = await reader.rows<{ role_id: string; name: string }>(sql`
    select role_id, name from roles where merchant_id = ${reader.merchantId} and role_id::text = any(${[...roles]}::text[])`)
  return new Map([
    ...roles.filter(isBuiltInRole).map((role) => [role, builtInRoles[role]] as const),
    ...own.map(({ role_id: role, name }) => [role, { zh: name, en: name }] as const),
  ])
}

export async function departmentName(reader: Reader, departmentId: string | null): Promise<string | null> {
  if (departmentId === null) return null
  const row = await reader.maybe<{ name: string }>(
    sql`select name from departments where merchant_id = ${reader.merchantId} and department_id = ${departmentId}`,
  )
  return row?.name ?? null
}

/** Names of the people who have not answered what this account sent. */
export async function openInvitationsBy(reader: Reader, accountId: string): Promise<string[]> {
  const rows = await reader.rows<{ name: string }>(sql`
    select a.name from invitations i join accounts a on a.merchant_id = ${reader.merchantId} and a.account_id = i.account_id
    where i.merchant_id = ${reader.merchantId} and i.sent_by = ${accountId} and i.state = any(${[...WAITING]}::text[])
    order by i.created_at`)
  return rows.map(({ name }) => name)
}
