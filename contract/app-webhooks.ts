/** Webhooks of apps: where they want to hear of facts, and what became of each delivery. */

import { z } from 'zod'
import { DELIVERY_STATES } from './closed-lists.ts'
import { type EventKind, eventKindCodes } from './event-kinds.ts'
import { cursor, moment, nothing, pageOf, shape, uuid } from './operation.ts'

const WEBHOOK_STATES = ['active', 'paused', 'failing'] as const
const eventKind = z.enum(eventKindCodes as [EventKind, ...EventKind[]])
const kinds = z.array(eventKind).min(1).max(50)
const url = z.string().trim().min(8).max(1000)
const version = z.number().int()

export const webhookRow = z.object({
  webhookId: uuid,
  url: z.string(),
  eventKinds: z.array(eventKind),
  state: z.enum(WEBHOOK_STATES),
  /** Until when the replaced secret also signs; null = one secret. */
  oldSecretEndsAt: moment.nullable(),
  failingSince: moment.nullable(),
  waitingCount: z.number().int(),
  deadCount: z.number().int(),
  lastDeliveredAt: moment.nullable(),
  version,
})
export type WebhookRow = z.infer<typeof webhookRow>
const deliveryRow = z.object({
  deliveryId: uuid,
  kind: z.string(),
  /** Ids the fact names. */
  ids: z.array(z.string()),
  state: z.enum(DELIVERY_STATES),
  attempts: z.number().int(),
  createdAt: moment,
  /** When it is tried next; null = no more. */
  nextAt: moment.nullable(),
  lastAt: moment.nullable(),
  lastStatus: z.number().int().nullable(),
  lastMs: z.number().int().nullable(),
  lastError: z.string().nullable(),
})
export type DeliveryRow = z.infer<typeof deliveryRow>

export const appWebhooks = {
  addWebhook: shape(
    { appId: uuid, url, eventKinds: kinds },
    z.object({ webhookId: uuid, /** Shown this once. */ secret: z.string() }),
  ),
  changeWebhook: shape({ webhookId: uuid, version, url, eventKinds: kinds, isPaused: z.boolean() }, z.object({ version })),
  removeWebhook: shape({ webhookId: uuid }, nothing),
  rotateWebhookSecret: shape({ webhookId: uuid }, z.object({ secret: z.string(), oldSecretEndsAt: moment })),
  pingWebhook: shape({ webhookId: uuid }, z.object({ deliveryId: uuid })),
  listDeliveries: shape(
    { webhookId: uuid, state: z.enum(DELIVERY_STATES).optional(), cursor: cursor.optional() },
    pageOf(deliveryRow),
  ),
  replayDeliveries: shape(
    {
      webhookId: uuid,
      /** These, or all of a time range; `onlyDead` leaves out what arrived. */
      deliveryIds: z.array(uuid).min(1).max(1000).nullable(),
      from: moment.nullable(),
      to: moment.nullable(),
      onlyDead: z.boolean(),
    },
    z.object({ count: z.number().int() }),
  ),
}
