/**
 * From a session token to a principal, inside the transaction of every request: state, session and epochs are read fresh, so a
 * freeze or a changed grant holds from the very next request on. Grants are kept per (account, epochs), never for a time span; which
 * of them are in force (time, shift, address) is asked anew each time.
 */
import { errors } from '#contract/errors.ts'
import type { Grant, Principal } from '#kernel/access.ts'
import { type Database, inMerchant, type Reader, type Sql, sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { MerchantId } from '#kernel/ids.ts'
import type { Caller, CallerDetails, Identity } from '#kernel/run-operation.ts'
import type { AccountKind, AccountState, WorkHours } from './account.ts'
import { isConditional, whyNotInForce } from './grants/condition-rules.ts'
import { ownerGrant, selfGrants } from './grants/grant-rules.ts'
import { type HeldGrant, heldGrants } from './grants/grant-views.ts'
import { type SessionColumns, sessionColumns, standingOf } from './sign-in/session-standing.ts'
import { readToken } from './sign-in/session-token.ts'

export type AccountFacts = {
  account_id: string
  name: string
  kind: AccountKind
  state: AccountState
  is_owner: boolean
  epoch: number
  team_epoch: string
  ends_at: string | null
  work_hours: WorkHours | null
  responsible_id: string | null
}
type SessionFacts = AccountFacts &
  SessionColumns & { session_id: string; viewing_id: string | null; viewing_until: string | null }
export type Moment = { now: Date; ip: string }

const CACHE_LIMIT = 10_000
const grantCache = new Map<string, { grants: readonly HeldGrant[]; areConditional: boolean }>()

async function grantsAt(
  reader: Reader,
  account: AccountFacts,
): Promise<{ grants: readonly HeldGrant[]; areConditional: boolean }> {
  const key = `${reader.merchantId}/${account.account_id}/${account.epoch}/${account.team_epoch}`
  const known = grantCache.get(key)
  if (known) return known
  const grants = (await heldGrants(reader, [account.account_id])).get(account.account_id) ?? []
  const made = { grants, areConditional: grants.some(isConditional) }
  if (grantCache.size >= CACHE_LIMIT) grantCache.clear()
  grantCache.set(key, made)
  return made
}

async function grantsInForce(reader: Reader, account: AccountFacts, { now, ip }: Moment): Promise<readonly Grant[]> {
  const { grants, areConditional } = await grantsAt(reader, account)
  const held = areConditional
    ? grants.filter((grant) => whyNotInForce(grant, { now, ip, workHours: account.work_hours }) === undefined)
    : grants
  const self = selfGrants(account)
  return account.is_owner ? [ownerGrant, ...held, ...self] : [...endingWith(account.ends_at, held), ...self]
}

/** What an account with an end holds ends with it: it gives nothing away for longer. */
const endingWith = (endsAt: string | null, grants: readonly HeldGrant[]): readonly HeldGrant[] =>
  endsAt === null
    ? grants
    : grants.map((grant) =>
        grant.until !== null && Date.parse(grant.until) < Date.parse(endsAt) ? grant : { ...grant, until: endsAt },
      )

/** What is read of an account in every request; `a` is the account. */
const accountColumns = (reader: Reader): Sql => sql`
  a.account_id, a.name, a.kind, a.state, a.is_owner, a.epoch, a.ends_at, a.work_hours, a.responsible_id,
  coalesce((select t.epoch from team_state t where t.merchant_id = ${reader.merchantId}), 0) as team_epoch`

const isOver = ({ ends_at: endsAt }: Pick<AccountFacts, 'ends_at'>, now: Date): boolean =>
  endsAt !== null && Date.parse(endsAt) <= now.getTime()
export const isAtWork = (account: Pick<AccountFacts, 'state' | 'ends_at'>, now: Date): boolean =>
  account.state === 'active' && !isOver(account, now)

/** Throws accountFrozen, or notSignedIn for an account that is not (or no longer) one to work with. */
function requireActive(account: Pick<AccountFacts, 'state' | 'ends_at'> | undefined, now: Date): void {
  if (account?.state === 'frozen' || account?.state === 'penalty_frozen') fail(errors.accountFrozen)
  if (!account || !isAtWork(account, now)) fail(errors.notSignedIn)
}

/** Who holds this token now. Throws notSignedIn or accountFrozen. */
async function identifySession(reader: Reader, tokenHash: string, moment: Moment): Promise<Identity> {
  const row = await reader.maybe<SessionFacts>(sql`
    select s.session_id, s.viewing_id, s.viewing_until, ${sessionColumns(reader)}, ${accountColumns(reader)}
    from sessions s join accounts a on a.merchant_id = ${reader.merchantId} and a.account_id = s.account_id
    where s.merchant_id = ${reader.merchantId} and s.token_hash = ${tokenHash}`)
  if (!row) return fail(errors.notSignedIn)
  requireActive(row, moment.now)
  const principal = await principalOf(reader, row, moment)
  const { isOver, ...standing } = standingOf(row, new Set(principal.grants.map(({ role }) => role)), moment.now)
  if (isOver) return fail(errors.notSignedIn)
  return { principal: await throughOtherEyes(reader, principal, row, moment), sessionId: row.session_id, ...standing }
}

/** The owner who looks through somebody else's eyes gets that person's rights, while both are at work and the time is not over. */
async function throughOtherEyes(
  reader: Reader,
  owner: Principal,
  { viewing_id: viewingId, viewing_until: until }: SessionFacts,
  moment: Moment,
): Promise<Principal> {
  if (viewingId === null || until === null || !owner.isOwner || Date.parse(until) <= moment.now.getTime()) return owner
  const seen = await accountFacts(reader, viewingId)
  if (!seen || !isAtWork(seen, moment.now)) return owner
  const principal = await principalOf(reader, seen, moment)
  return { ...principal, epoch: owner.epoch + principal.epoch, viewedBy: { ...owner, until } }
}

async function principalOf(reader: Reader, row: AccountFacts, moment: Moment): Promise<Principal> {
  const principal: Principal = {
    kind: row.kind === 'agent' || row.kind === 'app' ? row.kind : 'person',
    merchantId: reader.merchantId,
    accountId: row.account_id,
    name: row.name,
    isOwner: row.is_owner,
    // Both only rise, so their sum tells older rights from newer ones.
    epoch: row.epoch + Number(row.team_epoch),
    grants: await grantsInForce(reader, row, moment),
  }
  if (row.responsible_id === null) return principal
  const responsible = await principalOfAccount(reader, row.responsible_id, moment)
  return {
    ...principal,
    epoch: principal.epoch + responsible.epoch,
    bounds: [{ ...responsible, grants: heldAlso(responsible.grants, responsible.accountId, row.account_id) }],
    onBehalfOf: { accountId: responsible.accountId, name: responsible.name },
  }
}

/** What an agent holds it holds for the person responsible: within that person's own range, and in no other, it counts as theirs. */
export const heldAlso = <G extends Grant>(grants: readonly G[], personId: string, agentId: string): G[] =>
  grants.map((grant) => {
    const { holders } = grant.reach
    const isOwn = holders !== 'all' && holders.departments.size === 0 && holders.accounts.has(personId)
    if (!isOwn) return grant
    return { ...grant, reach: { ...grant.reach, holders: { ...holders, accounts: new Set([...holders.accounts, agentId]) } } }
  })

/** What decides about an account, whatever its state; undefined when there is none. */
export const accountFacts = async (reader: Reader, accountId: string): Promise<AccountFacts | undefined> =>
  (await accountsFacts(reader, [accountId]))[0]
export const accountsFacts = (reader: Reader, accountIds: readonly string[]): Promise<AccountFacts[]> =>
  reader.rows<AccountFacts>(sql`
    select ${accountColumns(reader)} from accounts a
    where a.merchant_id = ${reader.merchantId} and a.account_id = any(${[...accountIds]}::uuid[]) order by a.account_id`)

/** A named account as it may act at this moment, without a session. Throws notSignedIn, accountFrozen. */
export async function principalOfAccount(reader: Reader, accountId: string, moment: Moment): Promise<Principal> {
  const row = await accountFacts(reader, accountId)
  requireActive(row, moment.now)
  return row ? principalOf(reader, row, moment) : fail(errors.notSignedIn)
}

/** The caller behind a session cookie; undefined when the token is not even well-formed. */
export function sessionCaller(token: string, details: CallerDetails): Caller | undefined {
  const parts = readToken(token)
  if (!parts) return undefined
  return {
    ...details,
    merchantId: parts.merchantId,
    identify: (tx, now) => identifySession(tx, parts.tokenHash, { now, ip: details.ip }),
  }
}

/** The command line acts as a named account on the operator's own machine. */
export function accountCaller(merchant: MerchantId, accountId: string, details: CallerDetails): Caller {
  return {
    ...details,
    merchantId: merchant,
    identify: async (tx, now) => ({
      principal: await principalOfAccount(tx, accountId, { now, ip: details.ip }),
      sessionId: null,
      // Who may run programs on this machine has proved more than a factor could.
      steppedUpAt: now,
    }),
  }
}

/** Notes that these sessions were used; called by the web server every half minute for all of them at once. */
export async function touchSessions(
  database: Database,
  merchant: MerchantId,
  tokenHashes: readonly string[],
  now: Date,
): Promise<void> {
  await inMerchant(database, merchant, 'write', (tx) =>
    tx.write(
      sql`update sessions set last_seen_at = ${now} where merchant_id = ${merchant} and token_hash = any(${tokenHashes}::text[]) and ended_at is null`,
    ),
  )
}
