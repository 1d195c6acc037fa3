import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParcelRow } from '#contract/orders.ts'
import { given, SearchField } from '#web/features/orders/filter-fields.tsx'
import { ParcelCard, useParcelColumns } from '#web/features/orders/parcel-columns.tsx'
import { BatchProgress } from '#web/shared/batch-progress.tsx'
import { BulkBar } from '#web/shared/bulk-bar.tsx'
import { DataTable } from '#web/shared/data-table.tsx'
import { ShopSelect } from '#web/shared/shop-select.tsx'
import { WarehouseSelect } from '#web/shared/warehouse-select.tsx'
import { CourierWhy } from './courier-why.tsx'
import type { StationSearch } from './station-search.ts'
import type { Batches, Station } from './use-station.ts'
import '#web/features/orders/orders.css'
import './fulfilment.css'

type StationListProps = {
  kind: 'waybill' | 'print' | 'ship'
  search: StationSearch
  onSearch: (search: StationSearch) => void
  station: Station
  mayAct: boolean
  /** What can be done with the selected ones. */
  children: ReactNode
}

/** How many are taken together by one press: about a trolley full. */
const NEXT = 200

export function StationList({ kind, search, onSearch, station, mayAct, children }: StationListProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const columns = useStationColumns(kind)
  const { rows, selection, list } = station
  const change = (part: { [K in keyof StationSearch]?: StationSearch[K] | undefined }) =>
    onSearch(given<StationSearch>({ ...search, ...part }))
  const select = (count: number) => selection.set(rows.slice(0, count).map((row) => row.parcelId))
  return (
    <>
      <Flex className="filter-bar" gap={8} wrap align="center">
        <SearchField value={search.search} placeholder={t('fulfilment.search')} onSearch={(words) => change({ search: words })} />
        <ShopSelect value={search.shopIds} onChange={(shopIds) => change({ shopIds })} />
        <WarehouseSelect value={search.warehouseIds} onChange={(warehouseIds) => change({ warehouseIds })} />
        {mayAct && rows.length > 0 && (
          <Flex gap={8} wrap className="select-next">
            {rows.length > NEXT && <Button onClick={() => select(NEXT)}>{t('fulfilment.selectNext', { n: NEXT })}</Button>}
            <Button onClick={() => select(1000)}>{t('fulfilment.selectAll', { n: Math.min(rows.length, 1000) })}</Button>
          </Flex>
        )}
      </Flex>
      <DataTable
        rows={rows}
        rowKey="parcelId"
        columns={columns}
        card={(row) => <ParcelCard row={row} />}
        list={list}
        empty={{ title: t(`fulfilment.emptyTitle.${kind}`), hint: t(`fulfilment.emptyHint.${kind}`) }}
        {...(mayAct && { selection })}
        onOpen={({ parcelId }) => void navigate({ to: '/parcels/$parcelId', params: { parcelId } })}
      />
      <BulkBar count={selection.keys.length} onClear={selection.clear}>
        {children}
      </BulkBar>
    </>
  )
}

/** Where a number is asked for, one can see which courier it would be, and why. */
function useStationColumns(kind: StationListProps['kind']): TableColumnsType<ParcelRow> {
  const { t } = useTranslation()
  const columns = useParcelColumns()
  if (kind !== 'waybill') return columns
  // The last column shows the number, which none of these has yet.
  return [
    ...columns.slice(0, -1),
    { title: t('fulfilment.why.column'), width: 70, render: (_, row) => <CourierWhy parcelId={row.parcelId} /> },
  ]
}

/** Bulk acts under way, each with its bar, refusals and ways on. */
export function BatchesInView({ batches, nameOf, mayAct }: { batches: Batches; nameOf: Station['nameOf']; mayAct: boolean }) {
  if (batches.batchIds.length === 0) return null
  return (
    <Flex vertical gap={8} className="batches">
      {batches.batchIds.map((batchId) => (
        <BatchProgress key={batchId} batchId={batchId} nameOf={nameOf} mayAct={mayAct} onClose={() => batches.close(batchId)} />
      ))}
    </Flex>
  )
}
