import type { EventFact } from '#kernel/events.ts'
import { MESSAGES_PER_FACT } from './public.ts'

/** Messages of one shop wait to be read. Several facts when there are many, so that their readers can share the work. */
export function messagesReceived(shopId: string, messageIds: readonly string[]): EventFact[] {
  const facts: EventFact[] = []
  for (let start = 0; start < messageIds.length; start += MESSAGES_PER_FACT)
    facts.push({
      kind: 'intake.messagesReceived',
      permission: 'intake.view',
      shopIds: [shopId],
      ids: messageIds.slice(start, start + MESSAGES_PER_FACT),
    })
  return facts
}

/** A shop could not be read. */
export const pullFailed = (shopId: string): EventFact => ({
  kind: 'intake.pullFailed',
  permission: 'shops.view',
  shopIds: [shopId],
  ids: [shopId],
})
