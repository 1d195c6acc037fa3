/**
 * From a token in `Authorization: Bearer` to a caller. Everything it rests on (token, consent, app, switch, person, installer) is read
 * in the transaction of the request, so whatever ends holds from the next call on.
 */
import { errors } from '#contract/errors.ts'
import type { Permission } from '#contract/permissions.ts'
import type { Principal } from '#kernel/access.ts'
import { type Database, inMerchant, type Reader, sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { CallerOf } from '#kernel/http-visit.ts'
import { principalOf, tokensVoidBefore } from '#modules/team/public.ts'
import { actingThrough, installerNow } from './app-principal.ts'
import { isVoid } from './oauth/oauth-store.ts'
import { type ReadSecret, readSecret } from './secrets.ts'

type Moment = { now: Date; ip: string }

export const bearerCaller: CallerOf = (token, details) => {
  const secret = readSecret(token)
  const read = secret?.kind === 'zga' ? appNow : secret?.kind === 'zgt' ? tokenNow : undefined
  if (!secret || !read) return undefined
  return {
    ...details,
    merchantId: secret.merchantId,
    identify: async (tx, now) => ({ principal: await read(tx, secret.hash, { now, ip: details.ip }), sessionId: null }),
  }
}

export type AppToken = {
  given_at: string
  account_id: string
  app_id: string
  name: string
  functions: Permission[]
  shop_ids: string[] | null
  installed_by: string
  agent_id: string | null
  user_functions: Permission[] | null
  scope: string
  is_running: boolean
}

async function appNow(reader: Reader, tokenHash: string, moment: Moment): Promise<Principal> {
  const { now } = moment
  const token = await reader.maybe<AppToken>(sql`
    select c.given_at, c.account_id, a.app_id, a.name, a.functions, a.shop_ids, a.installed_by, a.agent_id, u.functions as user_functions, t.scope,
      a.state = 'active' and (a.ends_at is null or a.ends_at > ${now}) as is_running
    from oauth_tokens t
    join app_consents c on c.merchant_id = ${reader.merchantId} and c.consent_id = t.consent_id
    join apps a on a.merchant_id = ${reader.merchantId} and a.app_id = c.app_id
    left join app_users u on u.merchant_id = ${reader.merchantId} and u.app_id = c.app_id and u.account_id = c.account_id
    where t.merchant_id = ${reader.merchantId} and t.token_hash = ${tokenHash} and t.kind = 'access' and t.expires_at > ${now}
      and c.ended_at is null and c.expires_at > ${now}`)
  return token ? throughApp(reader, token, moment) : fail(errors.tokenInvalid)
}

/** Throws tokenInvalid, appStopped, and what the person's own state says. */
export async function throughApp(reader: Reader, token: AppToken, moment: Moment): Promise<Principal> {
  if (isVoid(token.given_at, await tokensVoidBefore(reader, token.account_id))) return fail(errors.tokenInvalid)
  const person = await principalOf(reader, token.account_id, moment)
  const installer = await installerNow(reader, token.installed_by, moment)
  if (!token.is_running || token.user_functions === null || !installer) return fail(errors.appStopped, { app: token.name })
  const switchedOn = new Set<string>(token.user_functions)
  const asked = new Set(token.scope.split(' '))
  const functions = token.functions.filter((code) => switchedOn.has(code) && asked.has(code))
  const through = { appId: token.app_id, name: token.name, functions, shopIds: token.shop_ids }
  if (token.agent_id === null) return actingThrough(person, through, [installer])
  const agent = await principalOf(reader, token.agent_id, moment)
  const onBehalfOf = { accountId: person.accountId, name: person.name }
  return { ...actingThrough(agent, through, [installer, person]), onBehalfOf }
}

export type PersonalToken = {
  created_at: string
  token_id: string
  account_id: string
  name: string
  permissions: Permission[]
  shop_ids: string[] | null
}

async function tokenNow(reader: Reader, tokenHash: string, moment: Moment): Promise<Principal> {
  const token = await reader.maybe<PersonalToken>(sql`
    select created_at, token_id, account_id, name, permissions, shop_ids from api_tokens
    where merchant_id = ${reader.merchantId} and token_hash = ${tokenHash} and revoked_at is null and expires_at > ${moment.now}`)
  return token ? throughToken(reader, token, moment) : fail(errors.tokenInvalid)
}

/** Throws tokenInvalid, and what the maker's own state says. */
export async function throughToken(reader: Reader, token: PersonalToken, moment: Moment): Promise<Principal> {
  if (isVoid(token.created_at, await tokensVoidBefore(reader, token.account_id))) return fail(errors.tokenInvalid)
  const maker = await principalOf(reader, token.account_id, moment)
  const through = {
    appId: `token:${token.token_id}`,
    name: token.name,
    functions: token.permissions,
    shopIds: token.shop_ids,
  }
  return actingThrough(maker, through, [])
}

/** Notes that these tokens were used; called by the web server every half minute for all of them at once. */
export async function touchBearers(database: Database, tokens: Iterable<string>, now: Date): Promise<void> {
  const known = [...tokens].map(readSecret).filter((secret): secret is ReadSecret => secret !== undefined)
  for (const [merchant, secrets] of Map.groupBy(known, (secret) => secret.merchantId)) {
    const hashes = secrets.map((secret) => secret.hash)
    await inMerchant(database, merchant, 'write', async (tx) => {
      await tx.write(sql`
        update api_tokens set last_used_at = ${now} where merchant_id = ${merchant} and token_hash = any(${hashes}::text[])`)
      await tx.write(sql`
        update oauth_tokens set last_used_at = ${now} where merchant_id = ${merchant} and token_hash = any(${hashes}::text[])`)
    })
  }
}
