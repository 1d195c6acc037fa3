import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Flex, Segmented, type TableColumnsType, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { WriteBackRow } from '#contract/fulfilment.ts'
import { useMay } from '#web/app/session.ts'
import { BulkBar } from '#web/shared/bulk-bar.tsx'
import { ConfirmWithReason } from '#web/shared/confirm-with-reason.tsx'
import { DataTable } from '#web/shared/data-table.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import { useOperationPages } from '#web/shared/use-operation.ts'
import { useSelection } from '#web/shared/use-selection.ts'
import { ChangeNumberButton } from './change-number-button.tsx'
import { FulfilmentHead } from './fulfilment-head.tsx'
import { WRITE_BACK_TABS, type WriteBackTab } from './station-search.ts'
import '#web/features/orders/orders.css'
import './fulfilment.css'

const route = getRouteApi('/shell/fulfilment/write-backs')
const TAB_TEXTS = {
  needs_person: 'needsPerson',
  failed: 'failed',
  waiting: 'waiting',
  confirmed: 'confirmed',
  settled: 'settled',
} as const satisfies Record<WriteBackTab, string>

/** What the platforms were told about shipped parcels, and what they did not want to hear. */
export function WriteBacksPage() {
  const { t } = useTranslation()
  const { state = 'needs_person' } = route.useSearch()
  const may = useMay()
  const navigate = useNavigate()
  const writeBacks = useOperationPages('fulfilment.listWriteBacks', { state }, { live: true })
  const selection = useSelection()
  const columns = useColumns(state)
  const isActable = may('fulfilment.retryWriteBack') && (state === 'needs_person' || state === 'failed')
  return (
    <>
      <FulfilmentHead tab="writeBacks" />
      <Flex gap={12} wrap align="center" className="filter-bar">
        <Segmented
          value={state}
          onChange={(next) => {
            selection.clear()
            void navigate({ to: '/fulfilment/write-backs', search: next === 'needs_person' ? {} : { state: next } })
          }}
          options={WRITE_BACK_TABS.map((tab) => ({ value: tab, label: t(`fulfilment.writeBack.${TAB_TEXTS[tab]}`) }))}
        />
        <span className="faint">{t('fulfilment.writeBack.hint')}</span>
      </Flex>
      <DataTable
        rows={writeBacks.rows}
        rowKey="writeBackId"
        columns={columns}
        card={(row) => <WriteBackCard row={row} />}
        list={writeBacks}
        empty={{
          title: t(
            state === 'needs_person' || state === 'failed' ? 'fulfilment.writeBack.emptyGood' : 'fulfilment.writeBack.empty',
          ),
        }}
        {...(isActable && { selection })}
      />
      <WriteBackBulk keys={selection.keys} rows={writeBacks.rows} onClear={selection.clear} />
    </>
  )
}

function useColumns(state: WriteBackTab): TableColumnsType<WriteBackRow> {
  const { t } = useTranslation()
  const next = {
    title: t('fulfilment.writeBack.next'),
    width: 130,
    render: (_: unknown, row: WriteBackRow) => <Moment at={row.nextAttemptAt} />,
  }
  return [
    {
      title: t('fulfilment.writeBack.order'),
      width: 200,
      render: (_, row) => (
        <div>
          {row.platformOrderId}
          <div className="cell-sub">{row.shopName}</div>
        </div>
      ),
    },
    { title: t('fulfilment.parcel'), width: 150, render: (_, row) => <ParcelLink row={row} /> },
    {
      title: t('fulfilment.waybillNumber'),
      width: 170,
      render: (_, row) => (
        <div>
          {row.waybillNumber} {row.kind === 'change' && <Tag>{t('fulfilment.change.kind')}</Tag>}
          <div className="cell-sub">
            <span>{row.carrier}</span>
            {row.replaces && <span>{t('fulfilment.change.replaced', { number: row.replaces })}</span>}
          </div>
        </div>
      ),
    },
    { title: t('fulfilment.problem'), width: 280, render: (_, row) => <Problem row={row} /> },
    { title: t('fulfilment.writeBack.attempts'), dataIndex: 'attempts', width: 70, align: 'end' },
    ...(state === 'failed' || state === 'waiting' ? [next] : []),
    { key: 'change', width: 130, render: (_, row) => <ChangeNumber row={row} /> },
  ]
}

/** What the platform said, and what can be done about a number it did not take. */
function Problem({ row }: { row: WriteBackRow }) {
  const { t } = useTranslation()
  if (row.problem === '') return <span className="faint">—</span>
  return (
    <>
      {row.problem}
      {row.kind === 'change' && row.state === 'needs_person' && <div className="faint">{t('fulfilment.change.refused')}</div>}
    </>
  )
}

/** A row that another one has followed speaks of a number of the past. */
function ChangeNumber({ row }: { row: WriteBackRow }) {
  return row.isLatest ? <ChangeNumberButton parcel={row} size="small" /> : null
}

function ParcelLink({ row }: { row: WriteBackRow }) {
  return (
    <Link to="/parcels/$parcelId" params={{ parcelId: row.parcelId }}>
      {row.parcelNumber}
    </Link>
  )
}

function WriteBackCard({ row }: { row: WriteBackRow }) {
  return (
    <Flex vertical gap={4}>
      <Flex justify="space-between" gap={8} wrap>
        <strong>{row.platformOrderId}</strong>
        <StateTag kind="writeBack" state={row.state} />
      </Flex>
      <span className="cell-sub">
        <span>{row.shopName}</span>
        <ParcelLink row={row} />
        <span>{row.waybillNumber}</span>
      </span>
      {row.problem && (
        <span className="warn">
          <Problem row={row} />
        </span>
      )}
      <ChangeNumber row={row} />
    </Flex>
  )
}

function WriteBackBulk({ keys, rows, onClear }: { keys: string[]; rows: WriteBackRow[]; onClear: () => void }) {
  const { t } = useTranslation()
  const nameOf = (id: string) => rows.find((row) => row.writeBackId === id)?.platformOrderId ?? id.slice(0, 8)
  const retry = useBulkCommand('fulfilment.retryWriteBacks', { title: t('fulfilment.writeBack.retry'), nameOf, onDone: onClear })
  const settle = useBulkCommand('fulfilment.settleWriteBacks', {
    title: t('fulfilment.writeBack.settle'),
    nameOf,
    onDone: onClear,
  })
  return (
    <BulkBar count={keys.length} onClear={onClear}>
      <ConfirmWithReason
        title={t('fulfilment.writeBack.settleTitle', { n: keys.length })}
        hint={t('fulfilment.writeBack.settleHint')}
        okText={t('fulfilment.writeBack.settle')}
        suggestions={(['done', 'closed'] as const).map((reason) => t(`fulfilment.writeBack.settleReasons.${reason}`))}
        onConfirm={(reason) => settle.runAsync({ writeBackIds: keys, reason })}
      >
        {(open) => <Button onClick={open}>{t('fulfilment.writeBack.settle')}</Button>}
      </ConfirmWithReason>
      <Button type="primary" loading={retry.isPending} onClick={() => retry.run({ writeBackIds: keys })}>
        {t('fulfilment.writeBack.retry')}
      </Button>
    </BulkBar>
  )
}
