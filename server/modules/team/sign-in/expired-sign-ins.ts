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

/** A day after its end nothing can be answered with it any more. */
const dayBefore = (now: Date): Date => new Date(now.getTime() - 24 * 3600_000)

export const pastChallenges: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from sign_in_challenges where merchant_id = ${tx.merchantId} and challenge_hash in (
      select challenge_hash from sign_in_challenges
      where merchant_id = ${tx.merchantId} and expires_at < ${dayBefore(now)} order by challenge_hash limit ${limit})`)

export const pastAnswers: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from answered_challenges where merchant_id = ${tx.merchantId} and challenge_hash in (
      select challenge_hash from answered_challenges
      where merchant_id = ${tx.merchantId} and expires_at < ${dayBefore(now)} order by challenge_hash limit ${limit})`)
