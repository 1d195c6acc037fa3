import { getRouteApi, Link } from '@tanstack/react-router'
import { Alert, Button, Flex, Popconfirm, Progress, Result, Skeleton, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '#web/shared/api.ts'
import { PageTitle } from '#web/shared/page-title.tsx'
import { sentenceOf } from '#web/shared/sentence.ts'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import './import.css'

const route = getRouteApi('/shell/import/$importId')
const SHOWN_REFUSALS = 200
const COUNTERS = ['rows', 'orders', 'created', 'updated', 'unchanged'] as const
type Import = OutputOf<'orders.readImport'>

/** How far an import is, and afterwards what it came to. */
export function ImportResultPage() {
  const { importId } = route.useParams()
  const query = useOperation('orders.readImport', { importId, refusedLimit: SHOWN_REFUSALS }, { live: 1_000 })
  if (query.error && !query.data) return <Result status="404" title={sentenceOf(query.error)} />
  if (!query.data) return <Skeleton active />
  return <ImportResult run={query.data} />
}

function ImportResult({ run }: { run: Import }) {
  const { t } = useTranslation()
  const isRunning = run.state === 'waiting' || run.state === 'running'
  return (
    <>
      <PageTitle
        title={run.fileName}
        hint={
          <Flex gap={8} align="center" wrap>
            <StateTag kind="import" state={run.state} />
            {run.shopName} · {run.startedBy}
          </Flex>
        }
        actions={
          <>
            <Link to="/import">
              <Button>{t('import.back')}</Button>
            </Link>
            {isRunning ? (
              <CancelButton importId={run.importId} />
            ) : (
              <Link to="/orders" search={{ shopIds: [run.shopId] }}>
                <Button type="primary">{t('import.seeOrders')}</Button>
              </Link>
            )}
          </>
        }
      />
      <Flex vertical gap={16}>
        {run.problem && <Alert type="error" showIcon title={t('import.wouldRefuse')} description={run.problem} />}
        <div className="panel">
          {isRunning && <ReadProgress run={run} />}
          <Counters run={run} />
        </div>
        <RefusedRows run={run} />
      </Flex>
    </>
  )
}

function ReadProgress({ run }: { run: Import }) {
  const { t } = useTranslation()
  const percent = run.bytesTotal > 0 ? Math.min(100, Math.floor((run.bytesRead / run.bytesTotal) * 100)) : 0
  return (
    <div>
      <Progress percent={percent} status="active" />
      <span className="faint">{t('import.bytes', { read: bytesText(run.bytesRead), total: bytesText(run.bytesTotal) })}</span>
    </div>
  )
}

function Counters({ run }: { run: Import }) {
  const { t } = useTranslation()
  return (
    <div className="import-counters">
      {COUNTERS.map((name) => (
        <div key={name}>
          <span className="faint">{t(`import.${name}`)}</span>
          <strong>{run.counters[name].toLocaleString('zh-CN')}</strong>
        </div>
      ))}
      <div data-refused={run.counters.refusedCount > 0}>
        <span className="faint">{t('import.refused')}</span>
        <strong>{run.counters.refusedCount.toLocaleString('zh-CN')}</strong>
      </div>
    </div>
  )
}

function RefusedRows({ run }: { run: Import }) {
  const { t } = useTranslation()
  if (run.counters.refusedCount === 0) {
    return run.state === 'finished' ? <Alert type="success" showIcon title={t('import.allGood')} /> : null
  }
  const shown = run.refused.slice(0, SHOWN_REFUSALS)
  return (
    <section className="panel">
      <Flex justify="space-between" align="center" gap={8} wrap>
        <strong>{t('import.refusedRows')}</strong>
        <DownloadReport importId={run.importId} />
      </Flex>
      {run.counters.refusedCount > shown.length && shown.length > 0 && (
        <span className="faint">{t('import.refusedMore', { n: shown.length })}</span>
      )}
      <Table
        size="small"
        rowKey={(row) => `${row.row} ${row.code}`}
        dataSource={shown}
        pagination={false}
        columns={[
          { title: t('import.row'), dataIndex: 'row', width: 80 },
          { title: t('import.problem'), dataIndex: 'message' },
        ]}
      />
    </section>
  )
}

function DownloadReport({ importId }: { importId: string }) {
  const { t } = useTranslation()
  const report = useCommand('orders.readImportReport', { onDone: ({ fileName, csv }) => saveAs(fileName, csv) })
  return (
    <Button loading={report.isPending} onClick={() => report.mutate({ importId })}>
      {t('import.download')}
    </Button>
  )
}

function CancelButton({ importId }: { importId: string }) {
  const { t } = useTranslation()
  const cancel = useCommand('orders.cancelImport')
  return (
    <Popconfirm title={t('import.cancelAsk')} onConfirm={() => cancel.mutate({ importId })}>
      <Button danger loading={cancel.isPending}>
        {t('import.cancel')}
      </Button>
    </Popconfirm>
  )
}

function saveAs(fileName: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  URL.revokeObjectURL(url)
}

function bytesText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
