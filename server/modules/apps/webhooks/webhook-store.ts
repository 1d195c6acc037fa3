/** Writes of webhooks and their deliveries. */

import { type Reader, sql, type Tx } from '#kernel/db.ts'
import type { Follower } from '#kernel/events.ts'
import { DELIVER_JOB, type DeliveryState, type LockedWebhook, type StoredFact, type WebhookState } from './webhook.ts'

/**
 * The intent to deliver, with its job, in the transaction of the facts: one statement whatever the number of facts and webhooks. Whether
 * the app may know a fact is decided when it is sent, by the rights of that moment.
 */
export const followFacts: Follower = async (tx, facts, now) => {
  const rows = facts.map(
    ({ kind, permission, shopIds, ids }): StoredFact => ({ kind, permission, shopIds, ids, at: now.toISOString() }),
  )
  await tx.write(sql`
    with made as (
      insert into webhook_deliveries (merchant_id, delivery_id, webhook_id, kind, fact, created_at, next_at)
      select ${tx.merchantId}, gen_random_uuid(), w.webhook_id, f.fact ->> 'kind', f.fact, ${now}, ${now}
      from app_webhooks w
      join apps a on a.merchant_id = ${tx.merchantId} and a.app_id = w.app_id and a.state = 'active' and (a.ends_at is null or a.ends_at > ${now})
      join jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as f(fact) on f.fact ->> 'kind' = any(w.event_kinds)
      where w.merchant_id = ${tx.merchantId} and w.state in ('active', 'failing')
      returning delivery_id, webhook_id)
    insert into jobs (merchant_id, job_id, kind, payload, job_group, run_at)
    select ${tx.merchantId}, gen_random_uuid(), ${DELIVER_JOB}, jsonb_build_object('deliveryId', delivery_id), 'webhook:' || webhook_id, ${now}
    from made`)
}

export type NewWebhook = {
  webhookId: string
  appId: string
  url: string
  eventKinds: readonly string[]
  secretSealed: Buffer
  by: string
  now: Date
}
export async function insertWebhook(tx: Tx, hook: NewWebhook): Promise<void> {
  await tx.write(sql`
    insert into app_webhooks (merchant_id, webhook_id, app_id, url, event_kinds, secret_sealed, created_by, created_at)
    values (${tx.merchantId}, ${hook.webhookId}, ${hook.appId}, ${hook.url}, ${hook.eventKinds}::text[], ${hook.secretSealed}, ${hook.by}, ${hook.now})`)
}

/** One that is not removed, of an app that is not uninstalled. */
export function lockWebhook(tx: Tx, webhookId: string): Promise<LockedWebhook | undefined> {
  return tx.maybe<LockedWebhook>(sql`
    select w.webhook_id, w.app_id, a.name as app_name, w.url, w.event_kinds, w.state, w.version
    from app_webhooks w join apps a on a.merchant_id = ${tx.merchantId} and a.app_id = w.app_id and a.state <> 'uninstalled'
    where w.merchant_id = ${tx.merchantId} and w.webhook_id = ${webhookId} and w.state <> 'removed' for update of w`)
}

export async function writeWebhook(
  tx: Tx,
  webhookId: string,
  to: { url: string; eventKinds: readonly string[]; state: WebhookState },
): Promise<void> {
  await tx.write(sql`
    update app_webhooks set url = ${to.url}, event_kinds = ${to.eventKinds}::text[], state = ${to.state}, failing_since = null, version = version + 1
    where merchant_id = ${tx.merchantId} and webhook_id = ${webhookId}`)
}

export async function setWebhookState(tx: Tx, webhookId: string, state: WebhookState): Promise<void> {
  await tx.write(sql`
    update app_webhooks set state = ${state}, version = version + 1 where merchant_id = ${tx.merchantId} and webhook_id = ${webhookId}`)
}

/** The one in force signs on until `oldEndsAt`; one replaced before that no longer. */
export async function replaceSecret(tx: Tx, webhookId: string, sealed: Buffer, oldEndsAt: Date): Promise<void> {
  await tx.write(sql`
    update app_webhooks set old_secret_sealed = secret_sealed, old_secret_ends_at = ${oldEndsAt}, secret_sealed = ${sealed}, version = version + 1
    where merchant_id = ${tx.merchantId} and webhook_id = ${webhookId}`)
}

export async function insertDelivery(
  tx: Tx,
  delivery: { deliveryId: string; webhookId: string; fact: StoredFact; now: Date },
): Promise<void> {
  await tx.write(sql`
    insert into webhook_deliveries (merchant_id, delivery_id, webhook_id, kind, fact, created_at, next_at)
    values (${tx.merchantId}, ${delivery.deliveryId}, ${delivery.webhookId}, ${delivery.fact.kind}, ${JSON.stringify(delivery.fact)}::jsonb,
      ${delivery.now}, ${delivery.now})`)
}

export type WantedReplay = {
  webhookId: string
  deliveryIds: readonly string[] | null
  from: string | null
  to: string | null
  onlyDead: boolean
}
/** Puts what has an outcome back to waiting; answers which. What waits already is not doubled. */
export async function putBackDeliveries(tx: Tx, wanted: WantedReplay, limit: number, now: Date): Promise<string[]> {
  const rows = await tx.rows<{ delivery_id: string }>(sql`
    update webhook_deliveries set state = 'waiting', attempts = 0, next_at = ${now}
    where merchant_id = ${tx.merchantId} and delivery_id in (
      select d.delivery_id from webhook_deliveries d
      where d.merchant_id = ${tx.merchantId} and d.webhook_id = ${wanted.webhookId} and d.state <> 'waiting'
        and (${!wanted.onlyDead} or d.state = 'dead')
        and (${wanted.deliveryIds}::uuid[] is null or d.delivery_id = any(${wanted.deliveryIds}::uuid[]))
        and (${wanted.from}::timestamptz is null or d.created_at >= ${wanted.from}::timestamptz)
        and (${wanted.to}::timestamptz is null or d.created_at <= ${wanted.to}::timestamptz)
      order by d.created_at, d.delivery_id limit ${limit} for update)
    returning delivery_id`)
  return rows.map((row) => row.delivery_id)
}

export type Attempt = {
  deliveryId: string
  state: DeliveryState
  status: number | null
  ms: number | null
  error: string | null
  at: Date
  nextAt: Date | null
}
/** Undefined when the delivery no longer waits. Answers its webhook. */
export async function recordAttempt(tx: Tx, attempt: Attempt): Promise<{ webhook_id: string } | undefined> {
  return tx.maybe<{ webhook_id: string }>(sql`
    update webhook_deliveries set state = ${attempt.state}, attempts = attempts + 1, last_at = ${attempt.at}, last_status = ${attempt.status},
      last_ms = ${attempt.ms}, last_error = ${attempt.error?.slice(0, 500) ?? null}, next_at = ${attempt.nextAt}
    where merchant_id = ${tx.merchantId} and delivery_id = ${attempt.deliveryId} and state = 'waiting' returning webhook_id`)
}

/** Since when every delivery fails; true when that has just become long. */
export async function noteHealth(tx: Tx, webhookId: string, isWell: boolean, now: Date, longMs: number): Promise<boolean> {
  if (isWell) {
    await tx.write(sql`
      update app_webhooks set failing_since = null, state = case when state = 'failing' then 'active' else state end
      where merchant_id = ${tx.merchantId} and webhook_id = ${webhookId} and failing_since is not null`)
    return false
  }
  await tx.write(sql`
    update app_webhooks set failing_since = ${now} where merchant_id = ${tx.merchantId} and webhook_id = ${webhookId} and failing_since is null`)
  const turned = await tx.write(sql`
    update app_webhooks set state = 'failing'
    where merchant_id = ${tx.merchantId} and webhook_id = ${webhookId} and state = 'active' and failing_since <= ${new Date(now.getTime() - longMs)}`)
  return turned === 1
}

export type ReadyDelivery = {
  delivery_id: string
  webhook_id: string
  app_id: string
  app_name: string
  url: string
  state: WebhookState
  secret_sealed: Buffer
  old_secret_sealed: Buffer | null
  attempts: number
  fact: StoredFact
  functions: string[]
  shop_ids: string[] | null
  installed_by: string
  is_running: boolean
}
/** A delivery that waits, with everything its sending depends on now. */
export function waitingDelivery(reader: Reader, deliveryId: string, now: Date): Promise<ReadyDelivery | undefined> {
  return reader.maybe<ReadyDelivery>(sql`
    select d.delivery_id, d.webhook_id, w.app_id, a.name as app_name, w.url, w.state, w.secret_sealed,
      case when w.old_secret_ends_at > ${now} then w.old_secret_sealed end as old_secret_sealed,
      d.attempts, d.fact, a.functions, a.shop_ids, a.installed_by, a.state = 'active' and (a.ends_at is null or a.ends_at > ${now}) as is_running
    from webhook_deliveries d
    join app_webhooks w on w.merchant_id = ${reader.merchantId} and w.webhook_id = d.webhook_id
    join apps a on a.merchant_id = ${reader.merchantId} and a.app_id = w.app_id
    where d.merchant_id = ${reader.merchantId} and d.delivery_id = ${deliveryId} and d.state = 'waiting'`)
}
