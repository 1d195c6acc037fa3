/** What is left of past access; the log keeps who was given what and when. */
import { sql } from '#kernel/db.ts'
import { type Expiry, keptSince } from '#kernel/upkeep.ts'

export const pastOauthTokens: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from oauth_tokens where merchant_id = ${tx.merchantId} and token_hash in (
      select token_hash from oauth_tokens where merchant_id = ${tx.merchantId} and expires_at < ${keptSince('keepPastTokens', now)}
      order by expires_at limit ${limit})`)

export const pastConsents: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from app_consents where merchant_id = ${tx.merchantId} and consent_id in (
      select consent_id from app_consents
      where merchant_id = ${tx.merchantId} and least(ended_at, expires_at) < ${keptSince('keepPastConsents', now)}
      order by consent_id limit ${limit})`)

export const pastApiTokens: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from api_tokens where merchant_id = ${tx.merchantId} and token_id in (
      select token_id from api_tokens
      where merchant_id = ${tx.merchantId} and least(revoked_at, expires_at) < ${keptSince('keepPastConsents', now)}
      order by token_id limit ${limit})`)

export const oldDeliveries: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from webhook_deliveries where merchant_id = ${tx.merchantId} and delivery_id in (
      select delivery_id from webhook_deliveries
      where merchant_id = ${tx.merchantId} and created_at < ${keptSince('keepDeliveries', now)} and state <> 'waiting'
      order by created_at limit ${limit})`)
