/** Reads of raw messages. */
import { inScope, type Scope } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import type { MessageState } from './message.ts'

const PAGE = 50

export type ListedMessage = {
  messageId: string
  shopId: string
  platformOrderId: string
  receivedAt: string
  state: MessageState
  reason: string
}

/** Newest first. `shopId` null = all shops in scope; `platformOrderId` null = of all orders, but only what could not be read. */
export async function messagePage(
  reader: Reader,
  scope: Scope,
  wanted: { shopId: string | null; platformOrderId: string | null; cursor: string | null | undefined },
): Promise<{ rows: ListedMessage[]; next: string | null }> {
  const [receivedAt = null, messageId = null] = readCursor(wanted.cursor) ?? []
  const order = wanted.platformOrderId
  const rows = await reader.rows<ListedMessage>(sql`
    select message_id as "messageId", shop_id as "shopId", platform_order_id as "platformOrderId",
      received_at as "receivedAt", state, coalesce(reason, '') as reason
    from intake_messages
    where merchant_id = ${reader.merchantId} and ${inScope(scope, sql`shop_id`)}
      and ${
        order === null
          ? sql`state = 'quarantined'`
          : sql`platform_order_id = ${order} and shop_id in (
        select s.shop_id from shops s where s.merchant_id = ${reader.merchantId})`
      }
      and (${wanted.shopId}::uuid is null or shop_id = ${wanted.shopId}::uuid)
      and (${receivedAt}::timestamptz is null or (received_at, message_id) < (${receivedAt}::timestamptz, ${messageId}::uuid))
    order by received_at desc, message_id desc limit ${PAGE + 1}`)
  const shown = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? shown.at(-1) : undefined
  return { rows: shown, next: last ? writeCursor([last.receivedAt, last.messageId]) : null }
}

/** Orders of these messages that nobody has read in this or a later state. Versions are moments as text, which sort like moments. */
export async function unknownOrders(
  reader: Reader,
  shopId: string,
  messages: readonly { platformOrderId: string; version: string }[],
): Promise<Set<string>> {
  const rows = await reader.rows<{ id: string }>(sql`
    select f.order_id as id from unnest(${messages.map((message) => message.platformOrderId)}::text[],
      ${messages.map((message) => message.version)}::text[]) as f(order_id, version)
    where not exists (
      select from intake_messages m where m.merchant_id = ${reader.merchantId} and m.shop_id = ${shopId}
        and m.platform_order_id = f.order_id and split_part(m.version, '#', 1) collate "C" >= f.version)`)
  return new Set(rows.map(({ id }) => id))
}

export type RawMessage = {
  messageId: string
  shopId: string
  platformOrderId: string
  receivedAt: string
  state: MessageState
  reason: string | null
  body: string
}
export function rawMessage(reader: Reader, scope: Scope, messageId: string): Promise<RawMessage | undefined> {
  return reader.maybe<RawMessage>(sql`
    select message_id as "messageId", shop_id as "shopId", platform_order_id as "platformOrderId", received_at as "receivedAt",
      state, reason, body
    from intake_messages
    where merchant_id = ${reader.merchantId} and message_id = ${messageId} and ${inScope(scope, sql`shop_id`)}`)
}
