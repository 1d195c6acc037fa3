import { getRouteApi } from '@tanstack/react-router'
import { Button, Flex, Input, Select, type TableColumnsType, Tag, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { QuarantinedRow } from '#contract/intake.ts'
import { useMay } from '#web/app/session.ts'
import { BulkBar } from '#web/shared/bulk-bar.tsx'
import { DataTable } from '#web/shared/data-table.tsx'
import { FilterBar } from '#web/shared/filter-bar.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import { useOperationPages } from '#web/shared/use-operation.ts'
import { type Selection, useSelection } from '#web/shared/use-selection.ts'
import { MessageDrawer } from './message-drawer.tsx'

const route = getRouteApi('/shell/shops/quarantine')

/** Messages of platforms that could not be read: they wait here and stop no other order. */
export function QuarantinePage() {
  const { t } = useTranslation()
  const may = useMay()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { rows: shops } = useShops()
  const [opened, setOpened] = useState<string | null>(null)
  const messages = useOperationPages('intake.listQuarantined', search, { live: true })
  const selection = useSelection()
  const columns = useColumns()
  return (
    <>
      <PageTitle title={t('intake.title')} hint={t('intake.hint')} />
      <FilterBar
        filters={search}
        onChange={(next) => void navigate({ search: next })}
        search={
          <Input.Search
            key={search.platformOrderId}
            allowClear
            defaultValue={search.platformOrderId ?? ''}
            placeholder={t('intake.search')}
            style={{ width: 320, maxWidth: '100%' }}
            onSearch={(value) => {
              const { platformOrderId: _, ...others } = search
              void navigate({ search: value.trim() ? { ...others, platformOrderId: value.trim() } : others })
            }}
          />
        }
      >
        <Select
          allowClear
          placeholder={t('shared.allShops')}
          style={{ width: 200 }}
          value={search.shopId ?? null}
          onChange={(shopId: string | null) => {
            const { shopId: _, ...others } = search
            void navigate({ search: shopId ? { ...others, shopId } : others })
          }}
          options={shops.map((shop) => ({ value: shop.shopId, label: shop.name }))}
        />
      </FilterBar>
      <DataTable
        rows={messages.rows}
        rowKey="messageId"
        columns={columns}
        card={(row) => <MessageCard row={row} />}
        list={messages}
        empty={
          search.platformOrderId
            ? { title: t('intake.emptyOrder'), hint: t('intake.emptyOrderHint') }
            : { title: t('intake.empty'), hint: t('intake.emptyHint') }
        }
        {...(may('intake.manage') && { selection })}
        onOpen={(row: QuarantinedRow) => setOpened(row.messageId)}
      />
      <ReplayBar rows={messages.rows} selection={selection} />
      <MessageDrawer messageId={opened} onClose={() => setOpened(null)} />
    </>
  )
}

function useColumns(): TableColumnsType<QuarantinedRow> {
  const { t } = useTranslation()
  return [
    { title: t('intake.order'), dataIndex: 'platformOrderId', width: 220 },
    { title: t('shared.shop'), dataIndex: 'shopName', width: 160 },
    { title: t('intake.state'), width: 100, render: (_, row) => <MessageState state={row.state} /> },
    { title: t('intake.reason'), dataIndex: 'reason', width: 420, ellipsis: true },
    { title: t('intake.receivedAt'), width: 150, render: (_, row) => <Moment at={row.receivedAt} /> },
  ]
}

const tones = { new: 'processing', applied: 'success', quarantined: 'error' } as const
function MessageState({ state }: Pick<QuarantinedRow, 'state'>) {
  const { t } = useTranslation()
  return <Tag color={tones[state]}>{t(`intake.states.${state}`)}</Tag>
}

function MessageCard({ row }: { row: QuarantinedRow }) {
  return (
    <Flex vertical gap={4}>
      <Flex justify="space-between" gap={8}>
        <strong>{row.platformOrderId}</strong>
        <Moment at={row.receivedAt} />
      </Flex>
      <Typography.Text type="secondary">{row.shopName}</Typography.Text>
      <span>
        <MessageState state={row.state} /> <Typography.Text type="danger">{row.reason}</Typography.Text>
      </span>
    </Flex>
  )
}

function ReplayBar({ rows, selection }: { rows: QuarantinedRow[]; selection: Selection }) {
  const { t } = useTranslation()
  const nameOf = (id: string) => rows.find((row) => row.messageId === id)?.platformOrderId ?? id
  const replay = useBulkCommand('intake.replayMessages', { title: t('intake.replay'), nameOf, onDone: selection.clear })
  return (
    <BulkBar count={selection.keys.length} onClear={selection.clear}>
      <Button type="primary" loading={replay.isPending} onClick={() => replay.run({ messageIds: selection.keys })}>
        {t('intake.replay')}
      </Button>
    </BulkBar>
  )
}
