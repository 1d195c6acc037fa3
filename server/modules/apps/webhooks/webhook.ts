/** The nouns of webhooks. */
import type { EventFact } from '#kernel/events.ts'

export type WebhookState = 'active' | 'paused' | 'failing' | 'removed'
export type LockedWebhook = {
  webhook_id: string
  app_id: string
  app_name: string
  url: string
  event_kinds: string[]
  state: WebhookState
  version: number
}
export type DeliveryState = 'waiting' | 'delivered' | 'withheld' | 'dead'
/** The fact as it was announced; what of it is told is decided anew at every try. */
export type StoredFact = Pick<EventFact, 'kind' | 'shopIds' | 'ids'> & { permission: string; at: string }

export const DELIVER_JOB = 'apps.deliverWebhook'
/** Both secrets sign for so long after a new one was made. */
export const SECRET_OVERLAP_MS = 24 * 3600_000
/** Every delivery has failed for so long: those who look after apps are told. */
export const FAILING_AFTER_MS = 24 * 3600_000
