import type { TraceRow } from '#contract/tracing.ts'
import { carrierName } from '#server/carriers/registry.ts'
import type { ListedTrace } from './trace-views.ts'

/** A stored trace as a page shows it. */
export function traceRowOf(row: ListedTrace, shops: ReadonlyMap<string, { name: string }>): TraceRow {
  const { shopId, exceptionId, kind, raisedAt, ...rest } = row
  const isOpen = exceptionId !== null && kind !== null && raisedAt !== null
  return {
    ...rest,
    shopName: shops.get(shopId)?.name ?? '',
    carrierName: carrierName(row.carrier),
    exception: isOpen ? { exceptionId, kind, raisedAt } : null,
  }
}
