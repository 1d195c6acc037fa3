import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Alert, Badge, Button, Checkbox, Flex, Input, Select, type TableColumnsType, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseRow } from '#contract/after-sales.ts'
import { AFTER_SALE_KINDS } from '#contract/closed-lists.ts'
import { useMay } from '#web/app/session.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { FilterBar } from '#web/shared/filter-bar.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { Money } from '#web/shared/money.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { useCommand, useOperation, useOperationPages } from '#web/shared/use-operation.ts'
import { useSelection } from '#web/shared/use-selection.ts'
import { AgreeTogether } from './agree-together.tsx'
import { CaseDrawer } from './case-drawer.tsx'
import { CaseStateTag, DecisionTag, Due, isOpenCase } from './case-parts.tsx'
import { CASE_VIEWS, type CaseFilters, type CaseView } from './case-search.ts'
import './after-sales.css'

const route = getRouteApi('/shell/after-sales')
const SOON_HOURS = 24

/** What buyers ask back, the most urgent first, and the decision about it in one place. */
export function AfterSalesPage() {
  const { t } = useTranslation()
  const { view = 'todo', ...filters } = route.useSearch()
  const navigate = useNavigate()
  const may = useMay()
  const selection = useSelection()
  const [openId, setOpenId] = useState<string | null>(null)
  const counts = useOperation('afterSales.countCases', {}, { live: true }).data
  const { soon, trouble, ...asked } = filters
  const cases = useOperationPages(
    'afterSales.listCases',
    { phase: view, ...asked, ...(soon && { dueWithinHours: SOON_HOURS }), ...(trouble && { inTrouble: true }) },
    { live: true },
  )
  const go = (next: CaseFilters, nextView: CaseView = view) => {
    selection.clear()
    void navigate({ to: '/after-sales', search: { ...next, ...(nextView !== 'todo' && { view: nextView }) } })
  }
  return (
    <>
      <PageTitle title={t('afterSales.title')} />
      <ReadTroubles shops={counts?.shops ?? []} />
      <Tabs
        activeKey={view}
        onChange={(next) => go(asked, next as CaseView)}
        items={CASE_VIEWS.map((each) => ({
          key: each,
          label: (
            <>
              {t(`afterSales.views.${each}`)}{' '}
              {each === 'todo' && <Badge count={counts?.todo ?? 0} overflowCount={9999} size="small" />}
            </>
          ),
        }))}
      />
      <CaseFilterBar filters={filters} counts={counts} hasDue={view !== 'over'} onChange={(next) => go(next)} />
      <DataTable
        rows={cases.rows}
        rowKey="caseId"
        columns={useColumns()}
        card={(row) => <CaseCard row={row} />}
        list={cases}
        onOpen={(row) => setOpenId(row.caseId)}
        {...(view === 'todo' && may('afterSales.decide') && { selection })}
        empty={
          view === 'todo'
            ? { title: t('afterSales.emptyTodo'), hint: t('afterSales.emptyTodoHint') }
            : { title: t('afterSales.emptyOther') }
        }
      />
      <AgreeTogether selection={selection} rows={cases.rows} />
      <CaseDrawer caseId={openId} onClose={() => setOpenId(null)} />
    </>
  )
}

type Counts = OutputOf<'afterSales.countCases'>
/** Why something may be missing here: said above the list, not hidden in it. */
function ReadTroubles({ shops }: { shops: Counts['shops'] }) {
  const { t } = useTranslation()
  const read = useCommand('afterSales.readShopNow')
  const troubled = shops.filter(({ problem, unreadCount, isLate }) => problem !== '' || unreadCount > 0 || isLate)
  if (troubled.length === 0) return null
  return (
    <Flex vertical gap={8} className="after-sales-troubles">
      {troubled.map((shop) => (
        <Alert
          key={shop.shopId}
          type="warning"
          showIcon
          title={<TroubleText shop={shop} />}
          action={
            <Button size="small" loading={read.isPending} onClick={() => read.mutate({ shopId: shop.shopId })}>
              {t('afterSales.readNow')}
            </Button>
          }
        />
      ))}
    </Flex>
  )
}

function TroubleText({
  shop: { shopName: shop, problem, isLate, readUntil, unreadCount: n, unreadReason },
}: {
  shop: Counts['shops'][number]
}) {
  const { t } = useTranslation()
  if (problem !== '') return t('afterSales.readTrouble', { shop, reason: problem })
  if (!isLate) return t('afterSales.unread', { shop, n, reason: unreadReason })
  return (
    <>
      {t('afterSales.late', { shop })} <Moment at={readUntil} />
    </>
  )
}

type FilterProps = { filters: CaseFilters; counts: Counts | undefined; hasDue: boolean; onChange: (filters: CaseFilters) => void }
function CaseFilterBar({ filters, counts, hasDue, onChange }: FilterProps) {
  const { t } = useTranslation()
  const { rows: shops } = useShops()
  const { shopId, kind, soon, trouble, search } = filters
  const set = <K extends keyof CaseFilters>(name: K, value: CaseFilters[K] | undefined) => {
    const { [name]: _, ...others } = filters
    onChange((value ? { ...others, [name]: value } : others) as CaseFilters)
  }
  return (
    <FilterBar
      filters={filters}
      onChange={onChange}
      search={
        <Input.Search
          key={search ?? ''}
          allowClear
          defaultValue={search ?? ''}
          placeholder={t('afterSales.search')}
          onSearch={(text) => set('search', text.trim())}
          className="after-sales-search"
        />
      }
    >
      <Select
        allowClear
        value={kind ?? null}
        placeholder={t('afterSales.anyKind')}
        style={{ minWidth: 120 }}
        onChange={(next) => set('kind', next ?? undefined)}
        options={AFTER_SALE_KINDS.map((each) => ({ value: each, label: t(`afterSales.kinds.${each}`) }))}
      />
      <Select
        allowClear
        value={shopId ?? null}
        placeholder={t('shared.allShops')}
        style={{ minWidth: 160 }}
        onChange={(next) => set('shopId', next ?? undefined)}
        options={shops.map((shop) => ({ value: shop.shopId, label: shop.name }))}
      />
      {hasDue && (
        <Checkbox checked={soon === true} onChange={({ target }) => set('soon', target.checked || undefined)}>
          {t('afterSales.soon')} {counts?.dueSoon ?? ''}
        </Checkbox>
      )}
      {((counts?.inTrouble ?? 0) > 0 || trouble) && (
        <Checkbox checked={trouble === true} onChange={({ target }) => set('trouble', target.checked || undefined)}>
          {t('afterSales.trouble')} {counts?.inTrouble ?? ''}
        </Checkbox>
      )}
    </FilterBar>
  )
}

function useColumns(): TableColumnsType<CaseRow> {
  const { t } = useTranslation()
  return [
    { title: t('afterSales.due'), width: 150, render: (_, row) => <Due at={row.dueAt} isOpen={isOpenCase(row)} /> },
    {
      title: t('afterSales.request'),
      width: 170,
      render: (_, row) => (
        <div>
          {t(`afterSales.kinds.${row.kind}`)}
          <div className="cell-sub">
            <CaseStateTag state={row.state} />
          </div>
        </div>
      ),
    },
    { title: t('afterSales.amount'), width: 110, align: 'right', render: (_, row) => <Money fen={row.refundFen} /> },
    {
      title: t('afterSales.goods'),
      width: 280,
      render: (_, row) => (
        <div>
          <div className="one-line">{row.goodsText || '—'}</div>
          <div className="cell-sub">
            <span>{row.platformOrderId}</span>
            <span>{row.shopName}</span>
          </div>
        </div>
      ),
    },
    { title: t('afterSales.reason'), width: 170, ellipsis: true, render: (_, row) => row.reason || '—' },
    {
      title: t('afterSales.outcome'),
      width: 180,
      render: (_, row) => (row.decision ? <DecisionTag decision={row.decision} /> : <span className="faint">—</span>),
    },
  ]
}

function CaseCard({ row }: { row: CaseRow }) {
  const { t } = useTranslation()
  return (
    <Flex vertical gap={6}>
      <Flex justify="space-between" gap={8} align="center">
        <Flex gap={6} align="center" wrap>
          <strong>{t(`afterSales.kinds.${row.kind}`)}</strong>
          <CaseStateTag state={row.state} />
        </Flex>
        <strong>
          <Money fen={row.refundFen} />
        </strong>
      </Flex>
      <div className="one-line">{row.goodsText || row.platformOrderId}</div>
      {row.reason && <span className="faint one-line">{row.reason}</span>}
      <Flex justify="space-between" gap={8} align="center" wrap>
        {isOpenCase(row) && <Due at={row.dueAt} isOpen />}
        <span className="cell-sub">{row.shopName}</span>
      </Flex>
      {row.decision && <DecisionTag decision={row.decision} />}
    </Flex>
  )
}
