import type { Principal } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'
import { policyFor, type SignInPolicy } from './sign-in-policy-rules.ts'

export const signInPolicies = (reader: Reader): Promise<(SignInPolicy & { version: number })[]> =>
  reader.rows(sql`
    select role, needs_factor as "needsFactor", idle_minutes as "idleMinutes", session_limit as "sessionLimit",
      at_limit as "atLimit", life_hours as "lifeHours", version
    from sign_in_policies where merchant_id = ${reader.merchantId} order by role`)

export const policyOf = async (reader: Reader, principal: Pick<Principal, 'grants'>): Promise<SignInPolicy> =>
  policyFor(await signInPolicies(reader), new Set(principal.grants.map(({ role }) => role)))
