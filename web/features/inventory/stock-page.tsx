import { Checkbox, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StockRow } from '#contract/inventory.ts'
import { useMayCall } from '#web/app/session.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { FilterBar } from '#web/shared/filter-bar.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useOperationPages } from '#web/shared/use-operation.ts'
import { CountBar } from './count-bar.tsx'
import { LocationsButton } from './locations-dialog.tsx'
import { MovesDrawer } from './moves-drawer.tsx'
import { type Counts, StockCard, useStockColumns } from './stock-columns.tsx'

type Filters = { search?: string; onlyShort?: boolean }

/** What is there, what is promised, what can be sold. Counted quantities are typed straight into the list. */
export function StockPage() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const [filters, setFilters] = useState<Filters>({})
  const [counts, setCounts] = useState<Counts>(new Map())
  const [opened, setOpened] = useState<StockRow | null>(null)
  const stock = useOperationPages('inventory.listStock', filters, { live: true })
  const editing = mayCall('inventory.adjustStock') ? { counts, setCounts } : null
  const columns = useStockColumns({ editing, onShowMoves: setOpened })
  return (
    <>
      <PageTitle title={t('inventory.title')} hint={t('inventory.hint')} actions={<LocationsButton />} />
      <StockFilters filters={filters} onChange={setFilters} />
      <DataTable
        rows={stock.rows}
        rowKey="skuId"
        columns={columns}
        card={(row) => <StockCard row={row} editing={editing} onShowMoves={setOpened} />}
        list={stock}
        empty={
          filters.onlyShort
            ? { title: t('inventory.noneShort') }
            : { title: t('inventory.empty'), hint: t('inventory.emptyHint') }
        }
      />
      <CountBar counts={counts} rows={stock.rows} onClear={() => setCounts(new Map())} />
      <MovesDrawer row={opened} onClose={() => setOpened(null)} />
    </>
  )
}

function StockFilters({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  const { t } = useTranslation()
  const { search = '', onlyShort = false } = filters
  const put = (words: string, isOnlyShort: boolean) =>
    onChange({ ...(words && { search: words }), ...(isOnlyShort && { onlyShort: true }) })
  return (
    <FilterBar
      filters={filters}
      onChange={onChange}
      search={
        <Input.Search
          key={search}
          defaultValue={search}
          allowClear
          placeholder={t('inventory.search')}
          style={{ width: 260 }}
          onSearch={(words) => put(words.trim(), onlyShort)}
        />
      }
    >
      <Checkbox checked={onlyShort} onChange={(event) => put(search, event.target.checked)}>
        {t('inventory.onlyShort')}
      </Checkbox>
    </FilterBar>
  )
}
