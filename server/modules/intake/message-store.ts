/** Writes of raw messages. */
import { inScope, type Scope } from '#kernel/access.ts'
import { sql, type Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { ArrivedMessage, MessageState } from './message.ts'
import { versionOf } from './message-rules.ts'

export type FoundMessage = { messageId: string; shopId: string; wasQuarantined: boolean }

/** Makes quarantined messages new again; answers every message found in scope, whatever its state. */
export function takeOutOfQuarantine(tx: Tx, scope: Scope, messageIds: readonly string[]): Promise<FoundMessage[]> {
  return tx.rows<FoundMessage>(sql`
    with found as (
      select message_id, shop_id, state from intake_messages
      where merchant_id = ${tx.merchantId} and message_id = any(${[...messageIds]}::uuid[]) and ${inScope(scope, sql`shop_id`)}
      order by message_id for update),
    freed as (
      update intake_messages m set state = 'new', reason = null from found f
      where m.merchant_id = ${tx.merchantId} and m.message_id = f.message_id and f.state = 'quarantined')
    select f.message_id as "messageId", f.shop_id as "shopId", f.state = 'quarantined' as "wasQuarantined" from found f order by f.message_id`)
}

/** One statement for the batch. Answers only the messages that were not there before. */
export async function insertMessages(
  tx: Tx,
  shopId: string,
  messages: readonly ArrivedMessage[],
  state: MessageState,
  now: Date,
): Promise<{ messageId: string; platformOrderId: string }[]> {
  if (messages.length === 0) return []
  return tx.rows(sql`
    insert into intake_messages (merchant_id, message_id, shop_id, platform_order_id, version, body, received_at, state)
    select ${tx.merchantId}, m.message_id, ${shopId}, m.platform_order_id, m.version, m.body, ${now}, ${state}
    from unnest(${messages.map(newId)}::uuid[], ${messages.map((message) => message.platformOrderId)}::text[],
      ${messages.map(versionOf)}::text[], ${messages.map((message) => message.body)}::text[])
      as m(message_id, platform_order_id, version, body)
    on conflict (merchant_id, shop_id, platform_order_id, version) do nothing
    returning message_id as "messageId", platform_order_id as "platformOrderId"`)
}
