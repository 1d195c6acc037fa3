/** Writes of raw messages that only intake itself does; others use public.ts. */
import { inScope, type Scope } from '#kernel/access.ts'
import { sql, type Tx } from '#kernel/db.ts'

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
