/** The act before all others: a merchant with its owner. Done by the operator on the command line, so it is no operation. */

import { randomBytes } from 'node:crypto'
import { errors } from '#contract/errors.ts'
import { writeLogEntry } from '#kernel/audit-log.ts'
import { type Database, inDirectory, inMerchant, sql, type Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { type MerchantId, merchantId, newId } from '#kernel/ids.ts'
import { beginWarehouses } from '#modules/shops/public.ts'
import { insertAccount } from './account-store.ts'
import { isWellFormedMainLogin, normaliseLogin } from './login-rules.ts'
import { hashChosen } from './sign-in/chosen-password.ts'
import { hashSecret } from './sign-in/session-token.ts'

export type NewMerchant = { name: string; ownerLogin: string; ownerName: string; password: string; now: Date }

/** Throws loginMalformed, loginTaken, passwordWeak, passwordCommon. */
export async function createMerchant(
  database: Database,
  wanted: NewMerchant,
): Promise<{ merchantId: MerchantId; accountId: string }> {
  const login = normaliseLogin(wanted.ownerLogin)
  if (!isWellFormedMainLogin(login)) fail(errors.loginMalformed)
  const passwordHash = await hashChosen({ password: wanted.password, login, name: wanted.ownerName })
  const accountId = newId()
  const merchant = await inDirectory(database, async (directory) => {
    const row = await directory.maybe<{ id: string }>(
      sql`update directory.counters set next = next + 1 where kind = 'merchant' returning next - 1 as id`,
    )
    const id = merchantId(row?.id ?? '1')
    await directory.write(sql`insert into directory.merchants (merchant_id, name) values (${id}, ${wanted.name})`)
    await takeLogin(directory, login, id, accountId)
    return id
  })
  await inMerchant(database, merchant, 'write', async (tx) => {
    await insertAccount(tx, { accountId, login, name: wanted.ownerName, isOwner: true, passwordHash })
    await beginWarehouses(tx)
    await logBirth(tx, accountId, wanted.now)
  })
  return { merchantId: merchant, accountId }
}

/** Reserves a sign-in name over all merchants (primary key directory.logins). */
export async function takeLogin(
  directory: { write: Tx['write'] },
  login: string,
  merchant: MerchantId,
  accountId: string,
): Promise<void> {
  const taken = await directory.write(sql`
    insert into directory.logins (login, merchant_id, account_id) values (${login}, ${merchant}, ${accountId}) on conflict do nothing`)
  if (taken === 0) fail(errors.loginTaken, { login })
}

function logBirth(tx: Tx, accountId: string, now: Date): Promise<void> {
  return writeLogEntry(tx, {
    at: now.toISOString(),
    operation: 'team.createMerchant',
    outcome: 'done',
    actorKind: 'system',
    actorId: 'system:init',
    actorName: 'system:init',
    via: 'cli',
    sessionId: null,
    ip: '',
    requestId: newId(),
    why: [],
    objects: [{ kind: 'account', id: accountId }],
    details: {},
  })
}

/** A single-use sign-in link for an account, valid for `lifeMs`. */
export async function createLoginTicket(
  database: Database,
  merchant: MerchantId,
  accountId: string,
  expiresAt: Date,
): Promise<string> {
  const secret = randomBytes(24).toString('base64url')
  await inMerchant(database, merchant, 'write', (tx) =>
    tx.write(
      sql`insert into login_tickets (merchant_id, ticket_hash, account_id, expires_at) values (${merchant}, ${hashSecret(secret)}, ${accountId}, ${expiresAt})`,
    ),
  )
  return `${merchant}.${secret}`
}
