/** Addresses of people who never came are forgotten; who was invited by whom and when stays. */
import { sql } from '#kernel/db.ts'
import { type Expiry, keptSince } from '#kernel/upkeep.ts'
import { WAITING } from './invitation-states.ts'

export const oldInvitedAddresses: Expiry = (tx, now, limit) =>
  tx.write(sql`
    update invitations set address_sealed = null, address_hint = '***', real_name_sealed = null
    where merchant_id = ${tx.merchantId} and invitation_id in (
      select invitation_id from invitations
      where merchant_id = ${tx.merchantId} and address_sealed is not null and state <> all(${[...WAITING]}::text[])
        and answered_at < ${keptSince('keepInvitedAddresses', now)}
      order by invitation_id limit ${limit})`)
