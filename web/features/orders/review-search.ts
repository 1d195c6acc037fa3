export const QUEUES = ['review', 'held', 'buffer'] as const
type Queue = (typeof QUEUES)[number]
export type ReviewSearch = {
  queue?: Queue
  claimed?: 'mine' | 'nobody'
  shopIds?: string[]
  warehouseIds?: string[]
  search?: string
}

export function readReviewSearch(raw: Record<string, unknown>): ReviewSearch {
  const queue = QUEUES.find((each) => each === raw.queue)
  const { claimed, shopIds, warehouseIds, search } = raw
  return {
    ...(queue && { queue }),
    ...((claimed === 'mine' || claimed === 'nobody') && { claimed }),
    ...(Array.isArray(shopIds) && shopIds.length > 0 && { shopIds: shopIds.map(String) }),
    ...(Array.isArray(warehouseIds) && warehouseIds.length > 0 && { warehouseIds: warehouseIds.map(String) }),
    ...((typeof search === 'string' || typeof search === 'number') && search !== '' && { search: String(search) }),
  }
}
