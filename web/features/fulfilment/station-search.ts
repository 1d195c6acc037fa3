import { idsIn } from '#web/features/orders/order-search.ts'

export type StationSearch = { shopIds?: string[]; warehouseIds?: string[]; search?: string; view?: 'history' }

export function readStationSearch(raw: Record<string, unknown>): StationSearch {
  const { search, view } = raw
  return {
    ...idsIn(raw, 'shopIds'),
    ...idsIn(raw, 'warehouseIds'),
    ...((typeof search === 'string' || typeof search === 'number') && search !== '' && { search: String(search) }),
    ...(view === 'history' && { view }),
  }
}

export const WRITE_BACK_TABS = ['needs_person', 'failed', 'waiting', 'confirmed', 'settled'] as const
export type WriteBackTab = (typeof WRITE_BACK_TABS)[number]

export function readWriteBackSearch(raw: Record<string, unknown>): { state?: WriteBackTab } {
  const state = WRITE_BACK_TABS.find((each) => each === raw.state)
  return state ? { state } : {}
}
