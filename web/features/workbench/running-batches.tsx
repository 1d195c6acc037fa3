import { Link } from '@tanstack/react-router'
import { Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import type { BatchView } from '#contract/fulfilment.ts'
import { useOperation } from '#web/shared/use-operation.ts'

const PAGES: Record<BatchView['kind'], string> = {
  waybill: '/fulfilment/waybills',
  print: '/fulfilment/print',
  ship: '/fulfilment/ship',
}

/** Bulk acts under way, so that nobody starts the same one twice. */
export function RunningBatches() {
  const { t } = useTranslation()
  const batches = useOperation('fulfilment.listBatches', {}, { live: 3_000 }).data?.rows ?? []
  const running = batches.filter((batch) => batch.state === 'running')
  if (running.length === 0) return null
  return (
    <section className="panel">
      <strong>{t('workbench.running')}</strong>
      {running.map((batch) => (
        <Link key={batch.batchId} to={PAGES[batch.kind]} className="running-batch">
          <span>{t(`shared.batchKind.${batch.kind}`)}</span>
          <span className="faint">{batch.startedBy}</span>
          <Progress size="small" percent={percent(batch.done + batch.refusedCount, batch.total)} status="active" />
          <span className="faint">
            {batch.done} / {batch.total}
          </span>
        </Link>
      ))}
    </section>
  )
}

function percent(part: number, total: number): number {
  return total === 0 ? 100 : Math.floor((part * 100) / total)
}
