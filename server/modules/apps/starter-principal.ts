/** What the one who began something in the background may at this moment, also when he did it through an app or a token. */
import type { Principal } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import type { Starter } from '#kernel/starter.ts'
import { principalOf } from '#modules/team/public.ts'
import { type AppToken, type PersonalToken, throughApp, throughToken } from './bearer.ts'

type Moment = { now: Date; ip: string }

/** Undefined when he is no longer at work, or what he acted through has ended. */
export async function principalOfStarter(reader: Reader, starter: Starter, now: Date): Promise<Principal | undefined> {
  const moment = { now, ip: starter.ip }
  const { throughId } = starter
  try {
    if (throughId === null) return await principalOf(reader, starter.accountId, moment)
    const tokenId = /^token:(.+)$/.exec(throughId)?.[1]
    return await (tokenId === undefined ? byApp(reader, starter, throughId, moment) : byToken(reader, tokenId, moment))
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

/** The access token of that moment is long renewed: the consent is what it rested on. */
async function byApp(
  reader: Reader,
  { accountId, personId }: Starter,
  appId: string,
  moment: Moment,
): Promise<Principal | undefined> {
  const consent = await reader.maybe<AppToken>(sql`
    select c.given_at, c.account_id, a.app_id, a.name, a.functions, a.shop_ids, a.installed_by, a.agent_id, u.functions as user_functions,
      c.given as scope, a.state = 'active' and (a.ends_at is null or a.ends_at > ${moment.now}) as is_running
    from app_consents c
    join apps a on a.merchant_id = ${reader.merchantId} and a.app_id = c.app_id
    left join app_users u on u.merchant_id = ${reader.merchantId} and u.app_id = c.app_id and u.account_id = c.account_id
    where c.merchant_id = ${reader.merchantId} and c.app_id::text = ${appId} and c.account_id::text = ${personId ?? accountId}
      and c.ended_at is null and c.expires_at > ${moment.now}
    order by c.given_at desc limit 1`)
  return consent && throughApp(reader, consent, moment)
}

async function byToken(reader: Reader, tokenId: string, moment: Moment): Promise<Principal | undefined> {
  const token = await reader.maybe<PersonalToken>(sql`
    select created_at, token_id, account_id, name, permissions, shop_ids from api_tokens
    where merchant_id = ${reader.merchantId} and token_id::text = ${tokenId} and revoked_at is null and expires_at > ${moment.now}`)
  return token && throughToken(reader, token, moment)
}
