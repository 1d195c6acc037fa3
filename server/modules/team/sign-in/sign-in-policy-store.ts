import { sql, type Tx } from '#kernel/db.ts'
import type { SignInPolicy } from './sign-in-policy-rules.ts'

/** `version` 0 = there is no row yet. Answers the new version, or null when somebody was quicker. */
export async function savePolicy(tx: Tx, wanted: SignInPolicy & { version: number }): Promise<number | null> {
  const { role, needsFactor, idleMinutes, sessionLimit, atLimit, lifeHours, version } = wanted
  const written =
    version === 0
      ? await tx.write(sql`
          insert into sign_in_policies (merchant_id, role, needs_factor, idle_minutes, session_limit, at_limit, life_hours)
          values (${tx.merchantId}, ${role}, ${needsFactor}, ${idleMinutes}, ${sessionLimit}, ${atLimit}, ${lifeHours}) on conflict do nothing`)
      : await tx.write(sql`
          update sign_in_policies set needs_factor = ${needsFactor}, idle_minutes = ${idleMinutes}, session_limit = ${sessionLimit},
            at_limit = ${atLimit}, life_hours = ${lifeHours}, version = version + 1
          where merchant_id = ${tx.merchantId} and role = ${role} and version = ${version}`)
  return written === 1 ? version + 1 : null
}
