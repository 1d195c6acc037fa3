/**
 * Facts that modules announce. A fact is stored in the same transaction as the change (outbox), becomes the jobs of those
 * who react to it, and after commit tells open pages that something moved. It carries ids only: readers read again.
 */
import type { Permission } from '#contract/permissions.ts'
import { recordset, sql, type Tx } from './db.ts'
import { type MerchantId, newId } from './ids.ts'
import type { JobRequest } from './jobs.ts'

export type EventFact = {
  /** module.pastTense, e.g. orders.parcelsApproved */
  kind: string
  /** Who may be told on an open page. */
  permission: Permission
  /** Shops concerned; empty = belongs to no shop, or to shops not named: who reaches some shops only is then not told the ids. */
  shopIds: string[]
  ids: string[]
}

/** Turns a fact of another module into a job of ours. */
export type Reaction = { on: string; toJob(fact: EventFact): JobRequest }

/** Writes in the transaction of the facts what must exist exactly when they do (the intent to tell somebody outside). */
export type Follower = (tx: Tx, facts: readonly EventFact[], now: Date) => Promise<void>

export async function storeEvents(tx: Tx, facts: readonly EventFact[], now: Date): Promise<void> {
  const rows = facts.map((fact) => ({
    event_id: newId(),
    kind: fact.kind,
    permission: fact.permission,
    shop_ids: fact.shopIds,
    ids: fact.ids,
  }))
  await tx.write(sql`
    insert into events (merchant_id, event_id, at, kind, permission, shop_ids, ids)
    select ${tx.merchantId}, e.event_id, ${now}, e.kind, e.permission, e.shop_ids, e.ids
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as e(event_id uuid, kind text, permission text, shop_ids jsonb, ids jsonb)`)
}

export type Listener = (merchant: MerchantId, facts: readonly EventFact[]) => void
export type EventHub = {
  publish(merchant: MerchantId, facts: readonly EventFact[]): void
  /** Facts that arrive from another process: told to listeners, not sent on again. */
  receive(merchant: MerchantId, facts: readonly EventFact[]): void
  listen(listener: Listener): () => void
  /** Facts published in this process only (the bridge sends these on to the others). */
  listenLocal(listener: Listener): () => void
}

export function createEventHub(): EventHub {
  const everywhere = new Set<Listener>()
  const local = new Set<Listener>()
  const tell = (listeners: Set<Listener>, merchant: MerchantId, facts: readonly EventFact[]): void => {
    for (const listener of listeners) listener(merchant, facts)
  }
  const subscribe = (listeners: Set<Listener>) => (listener: Listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return {
    publish(merchant, facts) {
      tell(everywhere, merchant, facts)
      tell(local, merchant, facts)
    },
    receive: (merchant, facts) => tell(everywhere, merchant, facts),
    listen: subscribe(everywhere),
    listenLocal: subscribe(local),
  }
}
