import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Checkbox, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { ORDER_STATUSES } from '#contract/closed-lists.ts'
import type { OrderRow } from '#contract/orders.ts'
import { useMay } from '#web/app/session.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { FilterBar } from '#web/shared/filter-bar.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { ShopSelect } from '#web/shared/shop-select.tsx'
import { useOperationPages } from '#web/shared/use-operation.ts'
import { useSelection } from '#web/shared/use-selection.ts'
import { ExportButton } from './export-button.tsx'
import { DayRange, given, ProvinceSelect, SearchField } from './filter-fields.tsx'
import { NoteBar } from './note-act.tsx'
import { NoteProblems } from './note-problems.tsx'
import { OrderCard, useOrderColumns } from './order-columns.tsx'
import { OrderDrawer, useOpenOrder } from './order-drawer.tsx'
import { type OrderSearch, readOrderSearch } from './order-search.ts'
import './orders.css'

const route = getRouteApi('/shell/orders')

export function OrdersPage() {
  const { t } = useTranslation()
  const may = useMay()
  const search = route.useSearch()
  const navigate = useNavigate()
  const orders = useOperationPages('orders.listOrders', { filters: search }, { live: true })
  const columns = useOrderColumns()
  const opened = useOpenOrder(orders.rows)
  const selection = useSelection()
  const toImport = may('orders.import') && (
    <Link to="/import">
      <Button>{t('orders.import')}</Button>
    </Link>
  )
  return (
    <>
      <PageTitle
        title={t('orders.title')}
        hint={t('orders.hint')}
        actions={
          <>
            <ExportButton search={search} />
            {toImport}
          </>
        }
      />
      <OrderFilters search={search} onChange={(next) => void navigate({ to: '/orders', search: readOrderSearch(next) })} />
      <NoteProblems />
      <DataTable
        rows={orders.rows}
        rowKey="orderId"
        columns={columns}
        card={(row) => <OrderCard row={row} />}
        list={orders}
        empty={{ title: t('orders.empty'), hint: t('orders.emptyHint'), action: toImport }}
        onOpen={opened.open}
        {...(may('orders.note') && { selection })}
      />
      <NoteBar selection={selection} rows={orders.rows} />
      <OrderDrawer order={opened.order} onClose={opened.close} />
    </>
  )
}

function OrderFilters({ search, onChange }: { search: OrderSearch; onChange: (search: OrderSearch) => void }) {
  const { t } = useTranslation()
  const change = (part: { [K in keyof OrderSearch]?: OrderSearch[K] | undefined }) =>
    onChange(given<OrderSearch>({ ...search, ...part }))
  return (
    <FilterBar
      filters={search}
      onChange={onChange}
      savedFor="orders"
      search={
        <SearchField value={search.search} placeholder={t('orders.search')} onSearch={(words) => change({ search: words })} />
      }
    >
      <ShopSelect value={search.shopIds} onChange={(shopIds) => change({ shopIds })} />
      <Select<OrderRow['status'][]>
        mode="multiple"
        allowClear
        maxTagCount="responsive"
        style={{ minWidth: 150 }}
        placeholder={t('orders.anyStatus')}
        value={search.statuses ?? []}
        onChange={(statuses) => change({ statuses })}
        options={ORDER_STATUSES.map((status) => ({ value: status, label: t(`states.order.${status}`) }))}
      />
      <ProvinceSelect value={search.province} onChange={(province) => change({ province })} />
      <DayRange value={search} onChange={change} />
      <Checkbox
        checked={search.hasRefund ?? false}
        onChange={(event) => change({ hasRefund: event.target.checked || undefined })}
      >
        {t('orders.withRefund')}
      </Checkbox>
    </FilterBar>
  )
}
