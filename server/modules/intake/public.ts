/** What other modules may ask of intake. */
import { inScope, type Scope } from '#kernel/access.ts'
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import { countQuarantined, shopsById } from '#modules/shops/public.ts'
import type { ArrivedMessage, Settlement, StoredMessage } from './message.ts'
import { insertMessages } from './message-store.ts'
import { readAgainAt } from './pull-failure-rules.ts'
import { cutWindows, type PullWindow } from './pull-windows.ts'

export type { PullWindow }
/** For whoever else reads a shop in windows. */
export { cutWindows, readAgainAt }

/** Most ids one fact of ours carries. */
export const MESSAGES_PER_FACT = 200

/** Keeps raw messages, whatever is in them; one that is known already changes nothing. Answers the ids of the new ones. */
export async function storeMessages(tx: Tx, shopId: string, messages: readonly ArrivedMessage[], now: Date): Promise<string[]> {
  return (await insertMessages(tx, shopId, messages, 'new', now)).map((row) => row.messageId)
}

/** Keeps raw messages whose content is applied in the same transaction. Answers the order numbers of the new ones. */
export async function storeAppliedMessages(
  tx: Tx,
  shopId: string,
  messages: readonly ArrivedMessage[],
  now: Date,
): Promise<Set<string>> {
  return new Set((await insertMessages(tx, shopId, messages, 'applied', now)).map((row) => row.platformOrderId))
}

/** In the order in which they came. */
export async function messagesByIds(reader: Reader, messageIds: readonly string[]): Promise<StoredMessage[]> {
  const messages = await reader.rows<Omit<StoredMessage, 'platform'>>(sql`
    select message_id as "messageId", shop_id as "shopId", platform_order_id as "platformOrderId", version, body
    from intake_messages where merchant_id = ${reader.merchantId} and message_id = any(${[...messageIds]}::uuid[])
    order by message_id`)
  const shops = await shopsById(reader, [...new Set(messages.map((message) => message.shopId))])
  return messages.map((message) => ({ ...message, platform: shops.get(message.shopId)?.platform ?? '' }))
}

/** Says what became of messages: applied, or quarantined with the reason a person will read. */
export async function settleMessages(tx: Tx, settlements: readonly Settlement[]): Promise<void> {
  if (settlements.length === 0) return
  const changed = await tx.rows<{ shopId: string; change: number }>(sql`
    with before as (
      select m.message_id, m.shop_id, m.state, s.state as state_after, s.reason
      from intake_messages m
      join jsonb_to_recordset(${JSON.stringify(settlements)}::jsonb) as s("messageId" uuid, state text, reason text) on s."messageId" = m.message_id
      where m.merchant_id = ${tx.merchantId}
      order by m.message_id for update of m),
    settled as (
      update intake_messages m set state = b.state_after, reason = b.reason
      from before b where m.merchant_id = ${tx.merchantId} and m.message_id = b.message_id returning m.message_id)
    select b.shop_id as "shopId", sum((b.state_after = 'quarantined')::int - (b.state = 'quarantined')::int)::int as change
    from before b join settled on settled.message_id = b.message_id
    group by b.shop_id`)
  await countQuarantined(tx, changed)
}

/** How many messages in scope, or in these shops of it, wait in quarantine. */
export async function quarantinedCount(reader: Reader, scope: Scope, shopIds?: readonly string[]): Promise<number> {
  const wanted = shopIds === undefined ? null : [...shopIds]
  const row = await reader.maybe<{ count: number }>(sql`
    select count(*)::int as count from intake_messages
    where merchant_id = ${reader.merchantId} and state = 'quarantined' and ${inScope(scope, sql`shop_id`)}
      and (${wanted}::uuid[] is null or shop_id = any(${wanted}::uuid[]))`)
  return row?.count ?? 0
}
