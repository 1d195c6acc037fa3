import { DownloadOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Alert, Button, Flex, Popconfirm, Segmented, Skeleton, type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewItemView } from '#contract/team-leaving.ts'
import { useMayCall } from '#web/app/session.ts'
import { BulkBar } from '#web/shared/bulk-bar.tsx'
import { DataTable } from '#web/shared/data-table.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { useSelection } from '#web/shared/use-selection.ts'
import { GrantLine } from '../grants/grant-line.tsx'
import { ReviewProgress } from './reviews-page.tsx'
import { downloadReport } from './signed-report.ts'

/** The grants of one review: keep or remove, one by one or many at once. */
export function ReviewPage() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const { reviewId } = useParams({ from: '/shell/team/reviews/$reviewId' })
  const leads = mayCall('team.closeAccessReview')
  const [onlyMine, setOnlyMine] = useState(!leads)
  const found = useOperation('team.readAccessReview', { reviewId, onlyMine }, { live: true })
  const selection = useSelection()
  const columns = useItemColumns(reviewId)
  if (found.error) return <Alert type="error" title={sentenceOf(found.error)} />
  if (!found.data) return <Skeleton active />
  const { review, rows } = found.data
  const isOpen = review.state === 'open'
  return (
    <>
      <PageTitle
        title={review.name}
        hint={<ReviewProgress row={review} />}
        actions={leads && <ReviewActs reviewId={reviewId} isOpen={isOpen} name={review.name} />}
      />
      {leads && (
        <Segmented
          value={onlyMine}
          onChange={setOnlyMine}
          options={[
            { value: false, label: t('shared.all') },
            { value: true, label: t('reviews.onlyMine') },
          ]}
          style={{ marginBottom: 12 }}
        />
      )}
      <DataTable
        rows={rows}
        rowKey="itemId"
        columns={columns}
        card={(row) => <ItemCard row={row} reviewId={reviewId} />}
        list={{ isLoading: found.isLoading, error: found.error, reload: () => void found.refetch() }}
        empty={{ title: t('reviews.empty') }}
        {...(isOpen && { selection })}
      />
      {isOpen && <DecideMany reviewId={reviewId} itemIds={selection.keys} onClear={selection.clear} rows={rows} />}
    </>
  )
}

function useItemColumns(reviewId: string): TableColumnsType<ReviewItemView> {
  const { t } = useTranslation()
  return [
    { title: t('reviews.subject'), width: 180, render: (_, row) => <strong>{row.subjectName}</strong> },
    { title: t('reviews.grant'), render: (_, row) => <GrantLine grant={row.grant} subject={subjectOf(row)} /> },
    { title: t('reviews.unused'), width: 140, render: (_, row) => <LastUse row={row} /> },
    { title: t('reviews.reviewer'), width: 140, dataIndex: 'reviewerName' },
    { title: '', width: 220, render: (_, row) => <Decision row={row} reviewId={reviewId} /> },
  ]
}

const subjectOf = (row: ReviewItemView) =>
  row.subjectKind === 'department' ? { departmentId: row.subjectId, isDepartment: true } : { departmentId: null }

function LastUse({ row }: { row: ReviewItemView }) {
  const { t } = useTranslation()
  if (row.subjectKind === 'department') return <span className="faint">—</span>
  if (row.unusedDays === null) return <Tag color="orange">{t('reviews.neverUsed')}</Tag>
  return <>{row.unusedDays === 0 ? t('reviews.usedToday') : t('reviews.usedDays', { n: row.unusedDays })}</>
}

const tones = { keep: 'green', remove: 'red', expired: 'red' } as const
function Decision({ row, reviewId }: { row: ReviewItemView; reviewId: string }) {
  const { t } = useTranslation()
  const decide = useBulkCommand('team.decideReviewItems', { title: t('reviews.title'), nameOf: () => row.subjectName })
  if (row.decision)
    return (
      <span>
        <Tag color={tones[row.decision]}>{t(`reviews.decision.${row.decision}`)}</Tag>
        <span className="faint">{row.decidedName}</span>
      </span>
    )
  const itemIds = [row.itemId]
  return (
    <Flex gap={8}>
      <Button size="small" loading={decide.isPending} onClick={() => decide.run({ reviewId, itemIds, decision: 'keep' })}>
        {t('reviews.decision.keep')}
      </Button>
      <Popconfirm
        title={t('reviews.removeAsk')}
        okButtonProps={{ danger: true }}
        onConfirm={() => decide.run({ reviewId, itemIds, decision: 'remove' })}
      >
        <Button size="small" danger loading={decide.isPending}>
          {t('reviews.decision.remove')}
        </Button>
      </Popconfirm>
    </Flex>
  )
}

function ItemCard({ row, reviewId }: { row: ReviewItemView; reviewId: string }) {
  return (
    <Flex vertical gap={6}>
      <Flex justify="space-between">
        <strong>{row.subjectName}</strong>
        <LastUse row={row} />
      </Flex>
      <GrantLine grant={row.grant} subject={subjectOf(row)} />
      <Decision row={row} reviewId={reviewId} />
    </Flex>
  )
}

type DecideManyProps = { reviewId: string; itemIds: string[]; onClear: () => void; rows: ReviewItemView[] }
function DecideMany({ reviewId, itemIds, onClear, rows }: DecideManyProps) {
  const { t } = useTranslation()
  const nameOf = (id: string) => rows.find((row) => row.itemId === id)?.subjectName ?? id
  const decide = useBulkCommand('team.decideReviewItems', { title: t('reviews.title'), nameOf, onDone: onClear })
  return (
    <BulkBar count={itemIds.length} onClear={onClear}>
      <Button type="primary" loading={decide.isPending} onClick={() => decide.run({ reviewId, itemIds, decision: 'keep' })}>
        {t('reviews.decision.keep')}
      </Button>
      <Popconfirm title={t('reviews.removeAsk')} onConfirm={() => decide.run({ reviewId, itemIds, decision: 'remove' })}>
        <Button danger loading={decide.isPending}>
          {t('reviews.decision.remove')}
        </Button>
      </Popconfirm>
    </BulkBar>
  )
}

function ReviewActs({ reviewId, isOpen, name }: { reviewId: string; isOpen: boolean; name: string }) {
  const { t } = useTranslation()
  const close = useCommand('team.closeAccessReview')
  const report = useCommand('team.readReviewReport', { onDone: (signed) => downloadReport(name, signed) })
  return isOpen ? (
    <Popconfirm title={t('reviews.closeAsk')} okButtonProps={{ danger: true }} onConfirm={() => close.mutate({ reviewId })}>
      <Button loading={close.isPending}>{t('reviews.close')}</Button>
    </Popconfirm>
  ) : (
    <Button icon={<DownloadOutlined />} loading={report.isPending} onClick={() => report.mutate({ reviewId })}>
      {t('reviews.report')}
    </Button>
  )
}
