/** The platform's message queue: at least once, in no promised order, again and again until confirmed. */
import type { SandboxOrder } from '#sandbox/order.ts'
import { paymentFen, tradeStatus } from '#sandbox/order.ts'
import { toPlatformTime } from '#sandbox/platform-time.ts'
import type { SandboxShop } from '#sandbox/shops.ts'
import type { StateFile } from '#sandbox/state-file.ts'

type QueuedMessage = {
  id: string
  topic: string
  content: string
  publishedAt: number
  shop: Pick<SandboxShop, 'id' | 'name'>
  /** Hidden from consumers until this moment; after a restart everything unconfirmed is delivered once more. */
  hiddenUntil: number
  deliveryCount: number
}

export type MessageQueue = {
  publish(topic: string, shop: SandboxShop, order: SandboxOrder, oid?: string): void
  permit(shopId: string, topics: string[]): void
  consume(quantity: number): QueuedMessage[]
  /** How many of the ids were waiting. */
  confirm(ids: string[]): number
  /** Makes failed messages visible at once. */
  fail(ids: string[]): void
  waitingCount(): number
  setRedelivery(afterMs: number): void
  redeliveryMs(): number
  /** Whether a shop takes pushes, and those of this topic. */
  isWanted(shop: SandboxShop, topic: string): boolean
}

const MAX_WAITING = 200_000
const DEFAULT_REDELIVERY_MS = 10 * 60 * 1000
const FIRST_ID = 4_160_000_000_000_000_000n

export function createMessageQueue(now: () => number, state: StateFile, isDoubled: () => boolean): MessageQueue {
  const nextNumber = state.counter('messages')
  const waiting = state.table<QueuedMessage>('messages')
  const topicsOfShop = state.table<string[]>('permitted topics')
  let redeliveryMs = DEFAULT_REDELIVERY_MS

  function enqueue(topic: string, content: string, { id: shopId, name }: SandboxShop): void {
    const id = String(FIRST_ID + BigInt(nextNumber()))
    const shop = { id: shopId, name }
    waiting.set(id, { id, topic, content, publishedAt: now(), shop, hiddenUntil: 0, deliveryCount: 0 })
    if (waiting.size <= MAX_WAITING) return
    const oldest = waiting.keys().next()
    if (!oldest.done) waiting.delete(oldest.value)
  }

  function isWanted(shop: SandboxShop, topic: string): boolean {
    const topics = topicsOfShop.get(shop.id)
    return shop.receivesPushes && (topics === undefined || topics.includes(topic))
  }

  return {
    isWanted,
    redeliveryMs: () => redeliveryMs,
    publish(topic, shop, order, oid) {
      if (!isWanted(shop, topic)) return
      const content = messageContent(shop, order, oid)
      enqueue(topic, content, shop)
      if (isDoubled()) enqueue(topic, content, shop)
    },
    permit(shopId, topics) {
      if (topics.length === 0) topicsOfShop.delete(shopId)
      else topicsOfShop.set(shopId, topics)
    },
    consume(quantity) {
      const taken: QueuedMessage[] = []
      const at = now()
      for (const message of waiting.values()) {
        if (taken.length >= quantity) break
        if (message.hiddenUntil > at) continue
        message.hiddenUntil = at + redeliveryMs
        message.deliveryCount++
        taken.push(message)
      }
      return taken
    },
    confirm: (ids) => ids.filter((id) => waiting.delete(id)).length,
    fail(ids) {
      for (const id of ids) {
        const message = waiting.get(id)
        if (message) message.hiddenUntil = 0
      }
    },
    waitingCount: () => waiting.size,
    setRedelivery(afterMs) {
      redeliveryMs = afterMs
    },
  }
}

function messageContent(shop: SandboxShop, order: SandboxOrder, oid: string | undefined): string {
  const head = `{"tid":${order.tid},"oid":${oid ?? order.lines[0]?.oid ?? order.tid}`
  const rest = {
    buyer_nick: `${order.buyerNick.slice(0, 1)}**`,
    seller_nick: shop.name,
    payment: (paymentFen(order) / 100).toFixed(2),
    status: tradeStatus(order),
    modified: toPlatformTime(order.modifiedAt),
  }
  return `${head},${JSON.stringify(rest).slice(1)}`
}
