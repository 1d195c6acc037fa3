import { Button, Card, Flex, Progress, Skeleton, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { BatchView } from '#contract/fulfilment.ts'
import { RefusalList } from './refusals.tsx'
import { StateTag } from './state-tag.tsx'
import { useCommand, useOperation } from './use-operation.ts'

const RUNNING_MS = 1_000

type BatchProgressProps = {
  batchId: string
  /** The number under which the reader knows a parcel. */
  nameOf: (parcelId: string) => string
  mayAct: boolean
  onClose?: () => void
}

/** How far a bulk act has come: done, refused, waiting; it can be stopped, and what failed can be tried again. */
export function BatchProgress({ batchId, nameOf, mayAct, onClose }: BatchProgressProps) {
  const { t } = useTranslation()
  const query = useOperation('fulfilment.readBatch', { batchId }, { live: RUNNING_MS })
  const batch = query.data
  if (!batch) return <Skeleton active title={false} />
  return (
    <Card
      size="small"
      title={
        <Flex align="center" gap={8}>
          {t(`shared.batchKind.${batch.kind}`)}
          <StateTag kind="batch" state={batch.state} />
        </Flex>
      }
      extra={
        <Flex gap={8}>
          {mayAct && <BatchActions batch={batch} />}
          {onClose && (
            <Button size="small" type="text" onClick={onClose}>
              {t('shared.close')}
            </Button>
          )}
        </Flex>
      }
    >
      <Progress
        percent={percent(batch.done + batch.refusedCount, batch.total)}
        success={{ percent: percent(batch.done, batch.total) }}
        strokeColor="var(--ant-color-error)"
        status={batch.state === 'running' ? 'active' : 'normal'}
      />
      <Typography.Text type="secondary">
        {t('shared.batchCounts', { done: batch.done, refused: batch.refusedCount, waiting: batch.waiting, total: batch.total })}
      </Typography.Text>
      {batch.refused.length > 0 && (
        <div style={{ marginTop: 12 }}>
          <RefusalList refused={batch.refused} nameOf={nameOf} />
        </div>
      )}
    </Card>
  )
}

function BatchActions({ batch }: { batch: BatchView }) {
  const { t } = useTranslation()
  const resume = useCommand('fulfilment.resumeBatch')
  const cancel = useCommand('fulfilment.cancelBatch')
  const { batchId } = batch
  const hasUndone = batch.refusedCount > 0 || (batch.waiting > 0 && batch.state === 'cancelled')
  return (
    <>
      {batch.state === 'running' && (
        <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate({ batchId })}>
          {t('shared.stop')}
        </Button>
      )}
      {batch.state !== 'running' && hasUndone && (
        <Button size="small" type="primary" ghost loading={resume.isPending} onClick={() => resume.mutate({ batchId })}>
          {t('shared.tryAgain')}
        </Button>
      )}
    </>
  )
}

function percent(part: number, total: number): number {
  return total === 0 ? 100 : Math.floor((part * 100) / total)
}
