import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Badge, Button, Drawer, Flex, Input, Segmented, Select, type TableColumnsType, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TraceRow } from '#contract/tracing.ts'
import { useMay } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { BulkBar } from '#web/shared/bulk-bar.tsx'
import { ConfirmWithReason } from '#web/shared/confirm-with-reason.tsx'
import { DataTable } from '#web/shared/data-table.tsx'
import { FilterBar } from '#web/shared/filter-bar.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useOperation, useOperationPages } from '#web/shared/use-operation.ts'
import { type Selection, useSelection } from '#web/shared/use-selection.ts'
import { ParcelTraces } from './trace-view.tsx'
import { EXCEPTION_KINDS, TRACE_STATES, type TrackingSearch } from './tracking-search.ts'
import '#web/features/orders/orders.css'

const route = getRouteApi('/shell/fulfilment/tracking')

/** Parcels that have left: where they are, and those that somebody has to look after. */
export function TrackingPage() {
  const { t } = useTranslation()
  const { view, ...filters } = route.useSearch()
  const navigate = useNavigate()
  const may = useMay()
  const [openId, setOpenId] = useState<string | null>(null)
  const selection = useSelection()
  const isExceptions = view === 'exceptions'
  const traces = useOperationPages('tracing.listTraces', { ...filters, exceptions: isExceptions }, { live: true })
  const go = (search: TrackingSearch) => {
    selection.clear()
    void navigate({ to: '/fulfilment/tracking', search })
  }
  const columns = useColumns(isExceptions)
  const opened = traces.rows.find(({ traceId }) => traceId === openId)
  return (
    <>
      <PageTitle title={t('tracing.title')} />
      <TrackingTabs isExceptions={isExceptions} onChange={(next) => go(next === 'exceptions' ? { view: next } : {})} />
      <TrackingFilters
        isExceptions={isExceptions}
        filters={filters}
        onChange={(next) => go({ ...next, ...(isExceptions && { view: 'exceptions' as const }) })}
      />
      <DataTable
        rows={traces.rows}
        rowKey="traceId"
        columns={columns}
        card={(row) => <TraceCard row={row} />}
        list={traces}
        onOpen={(row) => setOpenId(row.traceId)}
        empty={
          isExceptions ? { title: t('tracing.emptyGood') } : { title: t('tracing.emptyTitle'), hint: t('tracing.emptyHint') }
        }
        {...(isExceptions && may('fulfilment.traceExceptions') && { selection })}
      />
      <CloseExceptions selection={selection} rows={traces.rows} />
      <TraceDrawer row={opened} onClose={() => setOpenId(null)} />
    </>
  )
}

function TrackingTabs({ isExceptions, onChange }: { isExceptions: boolean; onChange: (tab: string) => void }) {
  const { t } = useTranslation()
  const count = useOperation('tracing.countExceptions', {}, { live: true }).data?.total ?? 0
  return (
    <Tabs
      activeKey={isExceptions ? 'exceptions' : 'all'}
      onChange={onChange}
      items={[
        { key: 'all', label: t('tracing.all') },
        {
          key: 'exceptions',
          label: (
            <>
              {t('tracing.exceptions')} <Badge count={count} overflowCount={9999} size="small" />
            </>
          ),
        },
      ]}
    />
  )
}

type Filters = Omit<TrackingSearch, 'view'>
type FilterProps = { isExceptions: boolean; filters: Filters; onChange: (filters: Filters) => void }
function TrackingFilters({ isExceptions, filters, onChange }: FilterProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { rows: shops } = useShops()
  const carriers = useOperation('fulfilment.listCarriers', {}).data?.rows ?? []
  const { shopId, carrier, state, waybillNumber, kind } = filters
  const set = (name: keyof Filters, value: string | undefined) => {
    const { [name]: _, ...others } = filters
    onChange(value ? ({ ...others, [name]: value } as Filters) : others)
  }
  return (
    <FilterBar
      filters={filters}
      onChange={onChange}
      search={
        <Input.Search
          key={waybillNumber ?? ''}
          allowClear
          defaultValue={waybillNumber ?? ''}
          placeholder={t('tracing.search')}
          onSearch={(text) => set('waybillNumber', text.trim())}
          style={{ width: 220 }}
        />
      }
    >
      {isExceptions ? (
        <KindChoice kind={kind} onChange={(next) => set('kind', next)} />
      ) : (
        <Select
          allowClear
          value={state ?? null}
          placeholder={t('tracing.anyState')}
          style={{ minWidth: 130 }}
          onChange={(next) => set('state', next ?? undefined)}
          options={TRACE_STATES.map((each) => ({ value: each, label: t(`states.trace.${each}`) }))}
        />
      )}
      <Select
        allowClear
        value={carrier ?? null}
        placeholder={t('tracing.anyCarrier')}
        style={{ minWidth: 140 }}
        onChange={(next) => set('carrier', next ?? undefined)}
        options={carriers.map((row) => ({ value: row.carrier, label: row[language] }))}
      />
      <Select
        allowClear
        value={shopId ?? null}
        placeholder={t('shared.allShops')}
        style={{ minWidth: 160 }}
        onChange={(next) => set('shopId', next ?? undefined)}
        options={shops.map((shop) => ({ value: shop.shopId, label: shop.name }))}
      />
    </FilterBar>
  )
}

function KindChoice({ kind, onChange }: { kind: Filters['kind']; onChange: (kind: string | undefined) => void }) {
  const { t } = useTranslation()
  const kinds = useOperation('tracing.countExceptions', {}, { live: true }).data?.kinds ?? {}
  return (
    <Segmented
      value={kind ?? ''}
      onChange={(next) => onChange(next || undefined)}
      options={[
        { value: '', label: t('tracing.anyKind') },
        ...EXCEPTION_KINDS.map((each) => ({
          value: each,
          label: `${t(`states.traceException.${each}`)} ${kinds[each] ?? 0}`,
        })),
      ]}
    />
  )
}

function useColumns(isExceptions: boolean): TableColumnsType<TraceRow> {
  const { t } = useTranslation()
  return [
    {
      title: t('tracing.waybill'),
      width: 170,
      render: (_, row) => (
        <div>
          {row.waybillNumber}
          <div className="cell-sub">{row.carrierName}</div>
        </div>
      ),
    },
    { title: t('tracing.state'), width: 140, render: (_, row) => <TraceTags row={row} /> },
    { title: t('tracing.latest'), width: 320, render: (_, row) => <LatestNews row={row} /> },
    {
      title: t('tracing.parcel'),
      width: 170,
      render: (_, row) => (
        <div>
          <ParcelLink row={row} />
          <div className="cell-sub">{row.shopName}</div>
        </div>
      ),
    },
    {
      title: t(isExceptions ? 'tracing.raised' : 'tracing.shipped'),
      width: 130,
      render: (_, row) => <Moment at={isExceptions ? (row.exception?.raisedAt ?? null) : row.shippedAt} />,
    },
  ]
}

function TraceTags({ row }: { row: TraceRow }) {
  return (
    <Flex gap={4} wrap>
      {row.exception && row.exception.kind !== 'stuck' ? null : <StateTag kind="trace" state={row.state} />}
      {row.exception && <StateTag kind="traceException" state={row.exception.kind} />}
    </Flex>
  )
}

function LatestNews({ row }: { row: TraceRow }) {
  const { t } = useTranslation()
  if (row.problem !== '')
    return (
      <span className="warn">
        {t('tracing.problem', { reason: row.problem === 'noService' ? t('tracing.noService') : row.problem })}
      </span>
    )
  if (row.lastEventAt === null) return <span className="faint">{t('tracing.noNews')}</span>
  return (
    <div>
      {row.lastText}
      <div className="cell-sub">
        <Moment at={row.lastEventAt} />
      </div>
    </div>
  )
}

function ParcelLink({ row }: { row: TraceRow }) {
  return (
    <Link to="/parcels/$parcelId" params={{ parcelId: row.parcelId }}>
      {row.parcelNumber}
    </Link>
  )
}

function TraceCard({ row }: { row: TraceRow }) {
  return (
    <Flex vertical gap={4}>
      <Flex justify="space-between" gap={8} wrap>
        <strong>{row.waybillNumber}</strong>
        <TraceTags row={row} />
      </Flex>
      <LatestNews row={row} />
      <span className="cell-sub">
        <span>{row.carrierName}</span>
        <ParcelLink row={row} />
        <span>{row.shopName}</span>
      </span>
    </Flex>
  )
}

function CloseExceptions({ selection, rows }: { selection: Selection; rows: TraceRow[] }) {
  const { t } = useTranslation()
  const chosen = rows.filter(({ traceId, exception }) => exception && selection.keys.includes(traceId))
  const nameOf = (id: string) => rows.find(({ exception }) => exception?.exceptionId === id)?.waybillNumber ?? id.slice(0, 8)
  const close = useBulkCommand('tracing.closeExceptions', { title: t('tracing.close'), nameOf, onDone: selection.clear })
  return (
    <BulkBar count={chosen.length} onClear={selection.clear}>
      <ConfirmWithReason
        title={t('tracing.closeTitle', { n: chosen.length })}
        hint={t('tracing.closeHint')}
        okText={t('tracing.close')}
        suggestions={(['courier', 'buyer', 'reship', 'refund'] as const).map((reason) => t(`tracing.closeReasons.${reason}`))}
        onConfirm={(note) =>
          close.runAsync({ exceptionIds: chosen.flatMap(({ exception }) => exception?.exceptionId ?? []), note })
        }
      >
        {(open) => (
          <Button type="primary" onClick={open}>
            {t('tracing.close')}
          </Button>
        )}
      </ConfirmWithReason>
    </BulkBar>
  )
}

function TraceDrawer({ row, onClose }: { row: TraceRow | undefined; onClose: () => void }) {
  const isNarrow = useIsNarrow()
  return (
    <Drawer
      open={row !== undefined}
      onClose={onClose}
      size={isNarrow ? '100%' : 520}
      destroyOnHidden
      title={row && <ParcelLink row={row} />}
    >
      {row && <ParcelTraces parcelId={row.parcelId} />}
    </Drawer>
  )
}
