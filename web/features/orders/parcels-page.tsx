import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { STATIONS } from '#contract/closed-lists.ts'
import type { Station } from '#contract/orders.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { FilterBar } from '#web/shared/filter-bar.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { ShopSelect } from '#web/shared/shop-select.tsx'
import { useOperationPages } from '#web/shared/use-operation.ts'
import { WarehouseSelect } from '#web/shared/warehouse-select.tsx'
import { DayRange, given, ProvinceSelect, SearchField } from './filter-fields.tsx'
import { type ParcelSearch, readParcelSearch } from './order-search.ts'
import { ParcelCard, useParcelColumns } from './parcel-columns.tsx'
import './orders.css'

const route = getRouteApi('/shell/parcels')
const WRITE_BACKS = ['waiting', 'failed', 'needs_person', 'confirmed'] as const

/** Every parcel at every station: the list behind the workbench's numbers. */
export function ParcelsPage() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { sort, ...filters } = search
  const parcels = useOperationPages('orders.listParcels', { filters, ...(sort && { sort }), limit: 50 }, { live: true })
  const columns = useParcelColumns()
  return (
    <>
      <PageTitle title={t('orders.list.title')} hint={t('orders.list.hint')} />
      <ParcelFilterBar search={search} onChange={(next) => void navigate({ to: '/parcels', search: readParcelSearch(next) })} />
      <DataTable
        rows={parcels.rows}
        rowKey="parcelId"
        columns={columns}
        card={(row) => <ParcelCard row={row} />}
        list={parcels}
        empty={{ title: t('orders.list.empty') }}
        onOpen={({ parcelId }) => void navigate({ to: '/parcels/$parcelId', params: { parcelId } })}
      />
    </>
  )
}

function ParcelFilterBar({ search, onChange }: { search: ParcelSearch; onChange: (search: ParcelSearch) => void }) {
  const { t } = useTranslation()
  const change = (part: { [K in keyof ParcelSearch]?: ParcelSearch[K] | undefined }) =>
    onChange(given<ParcelSearch>({ ...search, ...part }))
  return (
    <FilterBar
      filters={search}
      onChange={onChange}
      savedFor="parcels"
      search={
        <SearchField
          value={search.search}
          placeholder={t('orders.list.search')}
          onSearch={(words) => change({ search: words })}
        />
      }
    >
      <Select<Station[]>
        mode="multiple"
        allowClear
        maxTagCount="responsive"
        style={{ minWidth: 170 }}
        placeholder={t('orders.list.anyStation')}
        value={search.stations ?? []}
        onChange={(stations) => change({ stations })}
        options={STATIONS.map((station) => ({ value: station, label: t(`states.station.${station}`) }))}
      />
      <ShopSelect value={search.shopIds} onChange={(shopIds) => change({ shopIds })} />
      <WarehouseSelect value={search.warehouseIds} onChange={(warehouseIds) => change({ warehouseIds })} />
      <Select
        allowClear
        style={{ width: 120 }}
        placeholder={t('orders.list.anyClaim')}
        value={search.claimed ?? null}
        onChange={(claimed) => change({ claimed: claimed ?? undefined })}
        options={(['mine', 'others', 'nobody'] as const).map((claimed) => ({
          value: claimed,
          label: t(`orders.list.${claimed}`),
        }))}
      />
      <Select
        allowClear
        style={{ width: 130 }}
        placeholder={t('orders.list.anyWriteBack')}
        value={search.writeBack ?? null}
        onChange={(writeBack) => change({ writeBack: writeBack ?? undefined })}
        options={WRITE_BACKS.map((state) => ({ value: state, label: t(`states.writeBack.${state}`) }))}
      />
      <ProvinceSelect value={search.province} onChange={(province) => change({ province })} />
      <DayRange value={search} onChange={change} />
      <Select
        style={{ width: 140 }}
        value={search.sort ?? 'newest'}
        onChange={(sort) => change({ sort: sort === 'newest' ? undefined : sort })}
        options={(['newest', 'oldest', 'deadline'] as const).map((sort) => ({ value: sort, label: t(`orders.list.${sort}`) }))}
      />
    </FilterBar>
  )
}
