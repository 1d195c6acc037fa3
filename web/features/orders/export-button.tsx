import { DownloadOutlined } from '@ant-design/icons'
import { Alert, Button, Empty, Flex, Modal, Progress, Radio, Tag, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ExportRow } from '#contract/order-exports.ts'
import { useMayCall } from '#web/app/session.ts'
import { Moment } from '#web/shared/moment.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import type { OrderSearch } from './order-search.ts'

/** Takes the list as it is filtered out as a file. */
export function ExportButton({ search }: { search: OrderSearch }) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const [isOpen, setOpen] = useState(false)
  if (!mayCall('orders.exportOrders')) return null
  return (
    <>
      <Button icon={<DownloadOutlined />} onClick={() => setOpen(true)}>
        {t('orders.export.button')}
      </Button>
      <Modal
        open={isOpen}
        title={t('orders.export.title')}
        footer={null}
        onCancel={() => setOpen(false)}
        destroyOnHidden
        width={560}
      >
        {isOpen && <ExportDialog search={search} />}
      </Modal>
    </>
  )
}

function ExportDialog({ search }: { search: OrderSearch }) {
  const { t } = useTranslation()
  const [format, setFormat] = useState<ExportRow['format']>('xlsx')
  const start = useCommand('orders.exportOrders')
  const exports = useOperation('orders.listExports', {}, { live: 1500 })
  const rows = exports.data?.rows ?? []
  const budget = start.data?.budget
  return (
    <Flex vertical gap={16}>
      <Alert type="info" showIcon title={t('orders.export.hint')} />
      <Flex gap={12} align="center" wrap>
        <Radio.Group
          optionType="button"
          value={format}
          onChange={(event) => setFormat(event.target.value as ExportRow['format'])}
          options={[
            { value: 'xlsx', label: 'Excel (.xlsx)' },
            { value: 'csv', label: 'CSV' },
          ]}
        />
        <Button type="primary" loading={start.isPending} onClick={() => start.mutate({ filters: search, format })}>
          {t('orders.export.start')}
        </Button>
        {budget && budget.limit !== null && (
          <Typography.Text type="secondary">
            {t('orders.export.usedToday', { used: budget.used, limit: budget.limit })}
          </Typography.Text>
        )}
      </Flex>
      {rows.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('orders.export.none')} />
      ) : (
        <Flex vertical gap={12} className="export-list">
          {rows.map((row) => (
            <ExportLine key={row.exportId} row={row} />
          ))}
        </Flex>
      )}
    </Flex>
  )
}

function ExportLine({ row }: { row: ExportRow }) {
  const { t } = useTranslation()
  const isMaking = row.state === 'waiting' || row.state === 'running'
  return (
    <Flex justify="space-between" align="center" gap={12}>
      <div style={{ flex: 1, minWidth: 0 }}>
        <Typography.Text ellipsis>{row.fileName || t('orders.export.unnamed', { n: row.total })}</Typography.Text>
        {isMaking ? (
          <Progress size="small" percent={row.total === 0 ? 0 : Math.floor((row.done / row.total) * 100)} />
        ) : (
          <div className="cell-sub">
            <Moment at={row.createdAt} />
            <ExportState row={row} />
          </div>
        )}
      </div>
      {isMaking ? <CancelExport row={row} /> : row.fileId && <DownloadExport fileId={row.fileId} />}
    </Flex>
  )
}

function ExportState({ row }: { row: ExportRow }) {
  const { t } = useTranslation()
  if (row.state === 'finished') return <span>{t('orders.export.rows', { n: row.done })}</span>
  return <Tag color={row.state === 'failed' ? 'error' : 'default'}>{t(`orders.export.states.${row.state}`)}</Tag>
}

function CancelExport({ row }: { row: ExportRow }) {
  const { t } = useTranslation()
  const cancel = useCommand('orders.cancelExport')
  return (
    <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate({ exportId: row.exportId })}>
      {t('shared.stop')}
    </Button>
  )
}

/** Each press asks for a link of its own, which is good for a minute. */
function DownloadExport({ fileId }: { fileId: string }) {
  const { t } = useTranslation()
  const link = useCommand('files.linkFile', { onDone: ({ path }) => window.location.assign(path) })
  return (
    <Button
      size="small"
      type="primary"
      icon={<DownloadOutlined />}
      loading={link.isPending}
      onClick={() => link.mutate({ fileId })}
    >
      {t('orders.export.download')}
    </Button>
  )
}
