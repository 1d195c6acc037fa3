/** What lines and freight cost before the shop lowered them. */
import type { SandboxLine, SandboxOrder } from '#sandbox/order.ts'
import type { Kept, StateFile } from '#sandbox/state-file.ts'
import type { PriceBook } from './order-json.ts'

export type ChangedPrices = PriceBook & {
  /** How often an order's price was changed. */
  changeCount(order: SandboxOrder): number
  remember(order: SandboxOrder): void
}

export function createPriceBook(state: StateFile): ChangedPrices {
  const lines: Kept<number> = state.table('wechat first prices')
  const freights: Kept<number> = state.table('wechat first freights')
  const counts: Kept<number> = state.table('wechat price changes')
  return {
    firstFen: (line: SandboxLine) => lines.get(line.oid) ?? line.paidFen,
    firstFreightFen: (order) => freights.get(order.tid) ?? order.postFen,
    changeCount: (order) => counts.get(order.tid) ?? 0,
    remember(order) {
      for (const line of order.lines) if (!lines.has(line.oid)) lines.set(line.oid, line.paidFen)
      if (!freights.has(order.tid)) freights.set(order.tid, order.postFen)
      counts.set(order.tid, (counts.get(order.tid) ?? 0) + 1)
    },
  }
}
