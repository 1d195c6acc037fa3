import { useRef, useState } from 'react'
import type { BatchView } from '#contract/fulfilment.ts'
import type { ParcelRow } from '#contract/orders.ts'
import { given } from '#web/features/orders/filter-fields.tsx'
import { useOperation, useOperationPages } from '#web/shared/use-operation.ts'
import { useSelection } from '#web/shared/use-selection.ts'
import type { StationSearch } from './station-search.ts'

const PAGE = 200

/** Parcels at one station, most urgent first, and which of them are selected. */
export function useStation(station: 'waybill' | 'print' | 'ship', { shopIds, warehouseIds, search }: StationSearch) {
  const filters = given<{ stations: (typeof station)[] }>({ stations: [station], shopIds, warehouseIds, search } as object)
  const list = useOperationPages('orders.listParcels', { filters, sort: 'deadline', limit: PAGE }, { live: true })
  const selection = useSelection()
  const nameOf = useParcelNames(list.rows)
  const inList = new Set(list.rows.map((row) => row.parcelId))
  // What has left the station is no longer selected.
  const keys = selection.keys.filter((key) => inList.has(key))
  return {
    list,
    rows: list.rows,
    nameOf,
    selection: { ...selection, keys },
    targets: list.rows.filter((row) => keys.includes(row.parcelId)),
  }
}
export type Station = ReturnType<typeof useStation>

/** Numbers of parcels seen on this page, also of those that have moved on. */
function useParcelNames(rows: readonly ParcelRow[]): (parcelId: string) => string {
  const names = useRef(new Map<string, string>())
  for (const row of rows) names.current.set(row.parcelId, row.number)
  return (parcelId) => names.current.get(parcelId) ?? parcelId.slice(0, 8)
}

/** Batches to follow on this page: what one started here, and what still runs. */
export function useBatches(kind: BatchView['kind']) {
  const [started, setStarted] = useState<string[]>([])
  const [closed, setClosed] = useState<string[]>([])
  const all = useOperation('fulfilment.listBatches', {}, { live: true })
  const running = (all.data?.rows ?? []).filter((batch) => batch.kind === kind && batch.state === 'running')
  const ids = [...new Set([...started, ...running.map((batch) => batch.batchId)])]
  return {
    batchIds: ids.filter((batchId) => !closed.includes(batchId)),
    follow: (batchId: string) => setStarted((before) => [batchId, ...before]),
    close: (batchId: string) => setClosed((before) => [...before, batchId]),
  }
}
export type Batches = ReturnType<typeof useBatches>
