import { App, Button, DatePicker, Drawer, Flex, Popover, Segmented, type TableColumnsType, Tooltip } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeliveryRow } from '#contract/app-webhooks.ts'
import { DELIVERY_STATES } from '#contract/closed-lists.ts'
import { type EventKind, eventKinds, PING } from '#contract/event-kinds.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useCommand, useOperationPages } from '#web/shared/use-operation.ts'
import { useSelection } from '#web/shared/use-selection.ts'

type State = DeliveryRow['state']

/** What became of each message to one webhook, and a way to send it again. */
export function Deliveries({ webhookId, onClose }: { webhookId: string | null; onClose: () => void }) {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  return (
    <Drawer
      open={webhookId !== null}
      onClose={onClose}
      size={isNarrow ? '100%' : 860}
      title={t('apps.hook.deliveries')}
      destroyOnHidden
    >
      {webhookId && <DeliveryList key={webhookId} webhookId={webhookId} />}
    </Drawer>
  )
}

function DeliveryList({ webhookId }: { webhookId: string }) {
  const { t } = useTranslation()
  const [state, setState] = useState<State | 'any'>('any')
  const selection = useSelection()
  const columns = useColumns()
  const list = useOperationPages('apps.listDeliveries', { webhookId, ...(state !== 'any' && { state }) }, { live: true })
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" gap={8} wrap>
        <Segmented
          value={state}
          onChange={setState}
          options={[
            { value: 'any' as const, label: t('apps.delivery.any') },
            ...DELIVERY_STATES.map((value) => ({ value, label: t(`states.delivery.${value}`) })),
          ]}
        />
        <ReplayButtons webhookId={webhookId} chosen={selection.keys} onDone={selection.clear} />
      </Flex>
      <DataTable
        rows={list.rows}
        rowKey="deliveryId"
        columns={columns}
        card={(row) => <DeliveryCard row={row} />}
        list={list}
        empty={{ title: t('apps.delivery.empty'), hint: t('apps.delivery.emptyHint') }}
        selection={selection}
        isInDrawer
      />
    </Flex>
  )
}

function ReplayButtons({ webhookId, chosen, onDone }: { webhookId: string; chosen: string[]; onDone: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [range, setRange] = useState<[Dayjs, Dayjs] | null>(null)
  const replay = useCommand('apps.replayDeliveries', {
    onDone: ({ count }) => {
      onDone()
      void message.success(t('apps.delivery.replayed', { n: count }))
    },
  })
  const all = { webhookId, deliveryIds: null, from: null, to: null, onlyDead: true }
  const ofRange = () =>
    range && replay.mutate({ ...all, from: range[0].toISOString(), to: range[1].toISOString(), onlyDead: false })
  return (
    <Flex gap={6} wrap>
      {chosen.length > 0 && (
        <Button
          type="primary"
          loading={replay.isPending}
          onClick={() => replay.mutate({ ...all, deliveryIds: chosen, onlyDead: false })}
        >
          {t('apps.delivery.replay')} ({chosen.length})
        </Button>
      )}
      <Button loading={replay.isPending} onClick={() => replay.mutate(all)}>
        {t('apps.delivery.replayDead')}
      </Button>
      <Popover
        trigger="click"
        content={
          <Flex gap={8}>
            <DatePicker.RangePicker showTime onChange={(days) => setRange(days?.[0] && days[1] ? [days[0], days[1]] : null)} />
            <Button type="primary" disabled={!range} onClick={ofRange}>
              {t('apps.delivery.replayRange')}
            </Button>
          </Flex>
        }
      >
        <Button>{t('apps.delivery.replayRange')}</Button>
      </Popover>
    </Flex>
  )
}

function useEventName(): (kind: string) => string {
  const { t } = useTranslation()
  const language = useLanguage()
  return (kind) => (kind === PING ? t('apps.delivery.ping') : (eventKinds[kind as EventKind]?.[language] ?? kind))
}

function useColumns(): TableColumnsType<DeliveryRow> {
  const { t } = useTranslation()
  const eventName = useEventName()
  return [
    { title: t('apps.delivery.at'), width: 130, render: (_, row) => <Moment at={row.createdAt} /> },
    { title: t('apps.delivery.event'), width: 170, render: (_, row) => eventName(row.kind) },
    { title: t('apps.delivery.state'), width: 110, render: (_, row) => <StateTag kind="delivery" state={row.state} /> },
    { title: t('apps.delivery.tries'), dataIndex: 'attempts', width: 70, align: 'end' },
    { title: t('apps.delivery.answer'), width: 190, render: (_, row) => <Answer row={row} /> },
    { title: t('apps.delivery.next'), width: 110, render: (_, row) => row.state === 'waiting' && <Moment at={row.nextAt} /> },
  ]
}

function Answer({ row }: { row: DeliveryRow }) {
  const { t } = useTranslation()
  if (row.lastError)
    return (
      <Tooltip title={row.lastError}>
        <span className="warn" style={{ overflowWrap: 'anywhere' }}>
          {row.lastError.slice(0, 60)}
        </span>
      </Tooltip>
    )
  if (row.lastStatus === null) return <span className="faint">—</span>
  return (
    <span>
      {row.lastStatus} <span className="faint">{t('apps.delivery.ms', { n: row.lastMs ?? 0 })}</span>
    </span>
  )
}

function DeliveryCard({ row }: { row: DeliveryRow }) {
  const eventName = useEventName()
  return (
    <Flex vertical gap={4}>
      <Flex justify="space-between" gap={8}>
        <strong>{eventName(row.kind)}</strong>
        <StateTag kind="delivery" state={row.state} />
      </Flex>
      <Moment at={row.createdAt} />
      <Answer row={row} />
    </Flex>
  )
}
