/** What Pinduoduo keeps beside the orders. */
import type { Kept, StateFile } from '#sandbox/state-file.ts'

export type ExtraParcel = { logistics_id: number; tracking_number: string }
export type QueuedMessage = {
  id: string
  type: string
  mallId: string
  content: string
  createdAt: number
  /** Not sent before this moment. */
  dueAt: number
}
export type PddState = {
  /** Further parcels, by order. */
  extraParcels: Kept<ExtraParcel[]>
  messages: Kept<QueuedMessage>
  nextMessage: () => number
  /** Plain texts given out, by shop. */
  reveals: Map<string, { lastAt: number; day: number; orderCount: number }>
}

export const openPddState = (file: StateFile): PddState => ({
  extraParcels: file.table('pinduoduo extra parcels'),
  messages: file.table('pinduoduo messages'),
  nextMessage: file.counter('pinduoduo messages'),
  reveals: new Map(),
})
