/** What is left of past sign-ins; the log keeps who signed in when. */
import { sql } from '#kernel/db.ts'
import { type Expiry, keptSince } from '#kernel/upkeep.ts'

export const endedSessions: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from sessions where merchant_id = ${tx.merchantId} and session_id in (
      select session_id from sessions
      where merchant_id = ${tx.merchantId} and least(ended_at, expires_at) < ${keptSince('keepEndedSessions', now)}
      order by session_id limit ${limit})`)

export const pastLoginTickets: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from login_tickets where merchant_id = ${tx.merchantId} and ticket_hash in (
      select ticket_hash from login_tickets
      where merchant_id = ${tx.merchantId} and least(used_at, expires_at) < ${keptSince('keepLoginTickets', now)}
      order by ticket_hash limit ${limit})`)
