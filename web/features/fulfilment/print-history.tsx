import { Drawer, Flex, Progress, Segmented, type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PrintJobRow } from '#contract/fulfilment.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useOperationPages } from '#web/shared/use-operation.ts'
import { JobSheets } from './job-sheets.tsx'
import { PrintedDocuments } from './printed-documents.tsx'

/** What was printed: labels by the job, documents one by one. */
export function PrintHistory() {
  const { t } = useTranslation()
  const [kind, setKind] = useState<'labels' | 'documents'>('labels')
  return (
    <>
      <Segmented
        value={kind}
        onChange={setKind}
        options={[
          { value: 'labels', label: t('fulfilment.labelJobs') },
          { value: 'documents', label: t('fulfilment.documentJobs') },
        ]}
        style={{ marginBottom: 12 }}
      />
      {kind === 'labels' ? <LabelJobs /> : <PrintedDocuments />}
    </>
  )
}

/** Every print job: by whom, on which printer, and what became of each sheet. */
function LabelJobs() {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const jobs = useOperationPages('fulfilment.listPrintJobs', {}, { live: 5_000 })
  const [opened, setOpened] = useState<PrintJobRow | null>(null)
  const columns: TableColumnsType<PrintJobRow> = [
    { title: t('fulfilment.job'), width: 170, render: (_, row) => <Moment at={row.createdAt} exact /> },
    { title: t('fulfilment.printer'), width: 160, dataIndex: 'printerName' },
    { title: t('fulfilment.by'), width: 110, dataIndex: 'startedBy' },
    { title: t('fulfilment.progress'), width: 220, render: (_, row) => <JobProgress job={row} /> },
    { title: '', width: 180, render: (_, row) => <JobMark job={row} /> },
  ]
  return (
    <>
      <DataTable
        rows={jobs.rows}
        rowKey="printJobId"
        columns={columns}
        card={(row) => (
          <Flex vertical gap={4}>
            <Flex justify="space-between">
              <strong>{row.printerName}</strong>
              <Moment at={row.createdAt} />
            </Flex>
            <JobProgress job={row} />
            <JobMark job={row} />
          </Flex>
        )}
        list={jobs}
        empty={{ title: t('fulfilment.noHistory') }}
        onOpen={setOpened}
      />
      <Drawer
        open={opened !== null}
        onClose={() => setOpened(null)}
        size={isNarrow ? '100%' : 720}
        title={opened?.printerName ?? ''}
        destroyOnHidden
      >
        {opened && <JobSheets job={opened} />}
      </Drawer>
    </>
  )
}

function JobProgress({ job }: { job: PrintJobRow }) {
  const { printed = 0, failed = 0 } = job.counts
  const percent = (part: number) => (job.total === 0 ? 100 : Math.floor((part * 100) / job.total))
  return (
    <Flex gap={8} align="center">
      <Progress
        size="small"
        percent={percent(printed + failed)}
        success={{ percent: percent(printed) }}
        strokeColor="var(--ant-color-error)"
        showInfo={false}
        style={{ width: 110, margin: 0 }}
      />
      <span className="faint">
        {printed} / {job.total}
      </span>
    </Flex>
  )
}

function JobMark({ job }: { job: PrintJobRow }) {
  const { t } = useTranslation()
  const { failed = 0, unknown = 0, cancelled = 0 } = job.counts
  return (
    <Flex gap={4} wrap>
      {job.isReprint && <Tag title={job.reason}>{`${t('fulfilment.reprintMark')}：${job.reason}`}</Tag>}
      {failed > 0 && <Tag color="error">{`${t('states.sheet.failed')} ${failed}`}</Tag>}
      {unknown > 0 && <Tag color="warning">{`${t('states.sheet.unknown')} ${unknown}`}</Tag>}
      {cancelled > 0 && <Tag>{`${t('states.sheet.cancelled')} ${cancelled}`}</Tag>}
    </Flex>
  )
}
