/** A stored message becomes a snapshot, or a sentence that says why it cannot. */
import { errorText } from '#kernel/personal-text.ts'
import type { OrderSnapshot } from '#server/platforms/platform.ts'
import { UnreadableOrder } from '#server/platforms/platform.ts'
import { adapterFor } from '#server/platforms/registry.ts'

type Message = { platform: string; platformOrderId: string; version: string; body: string }
export type Read = { snapshot: OrderSnapshot; problem: null } | { snapshot: null; problem: string }

export function readSnapshot({ platform, platformOrderId, version, body }: Message): Read {
  try {
    const snapshot = adapterFor(platform).readOrder({ platformOrderId, version, body: JSON.parse(body) as unknown })
    return { snapshot, problem: null }
  } catch (error) {
    if (error instanceof UnreadableOrder || error instanceof SyntaxError) return { snapshot: null, problem: errorText(error) }
    throw error
  }
}
