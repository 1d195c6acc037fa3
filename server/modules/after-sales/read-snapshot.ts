/** A message becomes a snapshot, or a sentence that says why it cannot. */
import { errorText } from '#kernel/personal-text.ts'
import { UnreadableOrder } from '#server/platforms/platform.ts'
import { adapterFor } from '#server/platforms/registry.ts'
import type { ArrivedCase } from './case.ts'
import { type Heard, heardOf } from './snapshot-rules.ts'

export type Read = { heard: Heard; problem: null } | { heard: null; problem: string }

export function readSnapshot(platform: string, { afterSaleId, version, body }: ArrivedCase): Read {
  try {
    const snapshot = adapterFor(platform).services.readAfterSale?.({ afterSaleId, version, body: JSON.parse(body) as unknown })
    return snapshot ? { heard: heardOf(snapshot), problem: null } : { heard: null, problem: 'this platform has no after-sales' }
  } catch (error) {
    if (error instanceof UnreadableOrder || error instanceof SyntaxError) return { heard: null, problem: errorText(error) }
    throw error
  }
}
