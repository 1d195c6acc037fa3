/** Reads of webhooks and of what became of their deliveries. */
import type { DeliveryRow, WebhookRow } from '#contract/app-webhooks.ts'
import { type Reader, sql } from '#kernel/db.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import type { DeliveryState } from './webhook.ts'

const PAGE = 50

export function webhooksOf(reader: Reader, appId: string, now: Date): Promise<WebhookRow[]> {
  return reader.rows<WebhookRow>(sql`
    select w.webhook_id as "webhookId", w.url, w.event_kinds as "eventKinds", w.state, w.version, w.failing_since as "failingSince",
      case when w.old_secret_ends_at > ${now} then w.old_secret_ends_at end as "oldSecretEndsAt",
      (count(*) filter (where d.state = 'waiting'))::int as "waitingCount", (count(*) filter (where d.state = 'dead'))::int as "deadCount",
      max(d.last_at) filter (where d.state = 'delivered') as "lastDeliveredAt"
    from app_webhooks w
    left join webhook_deliveries d on d.merchant_id = ${reader.merchantId} and d.webhook_id = w.webhook_id
    where w.merchant_id = ${reader.merchantId} and w.app_id = ${appId} and w.state <> 'removed'
    group by w.merchant_id, w.webhook_id order by w.created_at, w.webhook_id`)
}

/** Newest first. Undefined when there is no such webhook. */
export async function deliveriesPage(
  reader: Reader,
  wanted: { webhookId: string; state: DeliveryState | null; cursor: string | null | undefined },
): Promise<{ rows: DeliveryRow[]; next: string | null } | undefined> {
  const known = await reader.maybe(sql`
    select 1 from app_webhooks where merchant_id = ${reader.merchantId} and webhook_id = ${wanted.webhookId} and state <> 'removed'`)
  if (!known) return undefined
  const [createdAt = null, deliveryId = null] = readCursor(wanted.cursor) ?? []
  const rows = await reader.rows<DeliveryRow>(sql`
    select delivery_id as "deliveryId", kind, fact -> 'ids' as ids, state, attempts, created_at as "createdAt", next_at as "nextAt",
      last_at as "lastAt", last_status as "lastStatus", last_ms as "lastMs", last_error as "lastError"
    from webhook_deliveries
    where merchant_id = ${reader.merchantId} and webhook_id = ${wanted.webhookId} and (${wanted.state}::text is null or state = ${wanted.state})
      and (${createdAt}::timestamptz is null or (created_at, delivery_id) < (${createdAt}::timestamptz, ${deliveryId}::uuid))
    order by created_at desc, delivery_id desc limit ${PAGE + 1}`)
  const shown = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? shown.at(-1) : undefined
  return { rows: shown, next: last ? writeCursor([last.createdAt, last.deliveryId]) : null }
}
