import type { Effects } from '#kernel/operation.ts'

/** One job per shop: a shop's platform is told by one job at a time. */
export function startWritingBack(effects: Pick<Effects, 'enqueue'>, rows: readonly { shopId: string }[], runAt?: Date): void {
  for (const shopId of new Set(rows.map((row) => row.shopId)))
    effects.enqueue({
      kind: 'fulfilment.writeBack',
      payload: { shopId },
      group: `writeBack:${shopId}`,
      ...(runAt ? { runAt } : {}),
    })
}
