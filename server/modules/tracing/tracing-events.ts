/** Facts that tracing announces. They carry parcel ids; whoever hears one reads again. */
import type { EventFact } from '#kernel/events.ts'
import type { Touched } from './trace-store.ts'

const fact = (kind: string, touched: readonly Touched[]): EventFact => ({
  kind: `tracing.${kind}`,
  permission: 'fulfilment.view',
  shopIds: [...new Set(touched.map(({ shopId }) => shopId))],
  ids: [...new Set(touched.map(({ parcelId }) => parcelId))],
})
export const tracesChanged = (touched: readonly Touched[]): EventFact[] =>
  touched.length === 0 ? [] : [fact('tracesChanged', touched)]
export const exceptionsRaised = (touched: readonly Touched[]): EventFact[] =>
  touched.length === 0 ? [] : [fact('exceptionsRaised', touched)]
