import { Flex, Input, Select, type TableColumnsType, Tag, Tooltip, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LISTING_STATES } from '#contract/closed-lists.ts'
import type { ListingRow } from '#contract/listings.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { FilterBar } from '#web/shared/filter-bar.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { Money } from '#web/shared/money.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { useOperation, useOperationPages } from '#web/shared/use-operation.ts'
import './listings.css'
import { StockPushCard } from './stock-push-card.tsx'

/** A row's key is put together: no column of it alone tells it from the others. */
type KeyedRow = ListingRow & { key: string }
type Filters = { search?: string; shopId?: string; state?: (typeof LISTING_STATES)[number] }

export function ListingsPage() {
  const { t } = useTranslation()
  const [filters, setFilters] = useState<Filters>({})
  const pushes = useOperation('listings.listStockPushes', {}, { live: true })
  const listings = useOperationPages('listings.listListings', filters)
  const columns = useColumns()
  return (
    <>
      <PageTitle title={t('listings.title')} hint={t('listings.hint')} />
      <div className="listing-shops">
        {(pushes.data?.rows ?? []).map((row) => (
          <StockPushCard key={`${row.shopId} ${row.version}`} row={row} />
        ))}
      </div>
      <ListingFilters filters={filters} onChange={setFilters} />
      <DataTable
        rows={listings.rows.map((row): KeyedRow => ({ ...row, key: `${row.shopId} ${row.platformItemId} ${row.platformSkuId}` }))}
        rowKey="key"
        columns={columns}
        card={(row) => <ListingCard row={row} />}
        list={listings}
        empty={{ title: t('listings.empty'), hint: t('listings.emptyHint') }}
      />
    </>
  )
}

function ListingFilters({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  const { t } = useTranslation()
  const { rows: shops } = useShops()
  const change = (part: Filters) =>
    onChange(Object.fromEntries(Object.entries({ ...filters, ...part }).filter(([, value]) => value)) as Filters)
  return (
    <FilterBar
      filters={filters}
      onChange={onChange}
      search={
        <Input.Search
          key={filters.search ?? ''}
          defaultValue={filters.search ?? ''}
          allowClear
          placeholder={t('listings.search')}
          style={{ width: 280 }}
          onSearch={(words) => change({ search: words.trim() })}
        />
      }
    >
      <Select
        allowClear
        style={{ minWidth: 180 }}
        placeholder={t('shared.allShops')}
        value={filters.shopId ?? null}
        onChange={(shopId: string | null) => change({ shopId: shopId ?? '' })}
        options={shops.map((shop) => ({ value: shop.shopId, label: shop.name }))}
      />
      <Select
        style={{ minWidth: 150 }}
        aria-label={t('listings.state')}
        value={filters.state ?? 'all'}
        onChange={(state) => onChange({ ...filters, state })}
        options={LISTING_STATES.map((state) => ({ value: state, label: t(`listings.states.${state}`) }))}
      />
    </FilterBar>
  )
}

function useColumns(): TableColumnsType<KeyedRow> {
  const { t } = useTranslation()
  const { nameOf } = useShops()
  return [
    { title: t('shared.shop'), width: 160, render: (_, row) => nameOf(row.shopId) },
    { title: t('listings.goods'), width: 360, render: (_, row) => <Goods row={row} /> },
    { title: t('listings.code'), width: 160, render: (_, row) => <Code row={row} /> },
    { title: t('listings.price'), width: 110, align: 'end', render: (_, row) => <Money fen={row.priceFen} /> },
    { title: t('listings.shown'), width: 110, align: 'end', dataIndex: 'platformQuantity' },
    { title: t('listings.wanted'), width: 130, align: 'end', render: (_, row) => <Wanted row={row} /> },
    { title: t('listings.told'), width: 140, render: (_, row) => <Moment at={row.pushedAt} /> },
  ]
}

function Goods({ row }: { row: ListingRow }) {
  const { t } = useTranslation()
  return (
    <Flex vertical>
      <span>
        {row.title} {!row.onSale && <Tag>{t('listings.offSale')}</Tag>}
      </span>
      <Typography.Text type="secondary">{row.variant}</Typography.Text>
    </Flex>
  )
}

function Code({ row }: { row: ListingRow }) {
  const { t } = useTranslation()
  if (row.wantedQuantity !== null) return <strong>{row.merchantSku}</strong>
  return (
    <Tooltip title={t('listings.noSku')}>
      <Tag color="orange">{row.merchantSku || '—'}</Tag>
    </Tooltip>
  )
}

function Wanted({ row }: { row: ListingRow }) {
  if (row.wantedQuantity === null) return <span className="faint">—</span>
  const isTold = row.wantedQuantity === row.platformQuantity
  return (
    <Tooltip title={row.problem || undefined}>
      <Typography.Text {...(row.problem ? { type: 'danger' as const } : isTold ? {} : { type: 'warning' as const })}>
        {row.wantedQuantity}
      </Typography.Text>
    </Tooltip>
  )
}

function ListingCard({ row }: { row: ListingRow }) {
  const { t } = useTranslation()
  const { nameOf } = useShops()
  return (
    <Flex vertical gap={4}>
      <Flex justify="space-between" gap={8}>
        <Code row={row} />
        <span>
          {row.platformQuantity} → <Wanted row={row} />
        </span>
      </Flex>
      <Goods row={row} />
      <Typography.Text type="secondary">
        {nameOf(row.shopId)} · <Money fen={row.priceFen} /> {row.problem && `· ${t('listings.states.problem')}`}
      </Typography.Text>
    </Flex>
  )
}
