import { AuditOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, Progress, Select, type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewView } from '#contract/team-leaving.ts'
import { useMayCall } from '#web/app/session.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { StartReviewDialog } from './start-review-dialog.tsx'

/** All reviews for who leads them; for others those they are asked in. */
export function ReviewsPage() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const navigate = useNavigate()
  const [isStarting, setStarting] = useState(false)
  const reviews = useOperation('team.listAccessReviews', {}, { live: true })
  const rows = reviews.data?.rows ?? []
  const start = mayCall('team.startAccessReview') ? (
    <Button type="primary" icon={<AuditOutlined />} onClick={() => setStarting(true)}>
      {t('reviews.start')}
    </Button>
  ) : null
  const columns: TableColumnsType<ReviewView> = [
    { title: t('reviews.name'), render: (_, row) => <strong>{row.name}</strong> },
    { title: t('people.state'), width: 220, render: (_, row) => <ReviewState row={row} /> },
    { title: t('reviews.progress'), width: 200, render: (_, row) => <ReviewProgress row={row} /> },
    { title: t('reviews.dueAt'), width: 160, render: (_, row) => <Moment at={row.dueAt} /> },
  ]
  return (
    <>
      <PageTitle
        title={t('reviews.title')}
        hint={t('reviews.hint')}
        actions={
          start && (
            <>
              <Rhythm everyMonths={reviews.data?.everyMonths ?? null} />
              {start}
            </>
          )
        }
      />
      <DataTable
        rows={rows}
        rowKey="reviewId"
        columns={columns}
        card={(row) => (
          <Flex vertical gap={6}>
            <Flex justify="space-between">
              <strong>{row.name}</strong>
              <ReviewState row={row} />
            </Flex>
            <ReviewProgress row={row} />
          </Flex>
        )}
        list={{ isLoading: reviews.isLoading, error: reviews.error, reload: () => void reviews.refetch() }}
        empty={{ title: t('reviews.empty'), hint: t('reviews.emptyHint'), action: start }}
        onOpen={(row) => void navigate({ to: '/team/reviews/$reviewId', params: { reviewId: row.reviewId } })}
      />
      <StartReviewDialog open={isStarting} onClose={() => setStarting(false)} />
    </>
  )
}

function ReviewState({ row }: { row: ReviewView }) {
  const { t } = useTranslation()
  return (
    <span>
      <Tag color={row.state === 'open' ? 'blue' : 'default'}>{t(`reviews.state.${row.state}`)}</Tag>
      {row.mineCount > 0 && <Tag color="orange">{t('reviews.mine', { n: row.mineCount })}</Tag>}
    </span>
  )
}

export function ReviewProgress({ row }: { row: ReviewView }) {
  const percent = row.itemCount === 0 ? 100 : Math.round((row.decidedCount / row.itemCount) * 100)
  return <Progress percent={percent} size="small" format={() => `${row.decidedCount} / ${row.itemCount}`} />
}

function Rhythm({ everyMonths }: { everyMonths: number | null }) {
  const { t } = useTranslation()
  const save = useCommand('team.setReviewRhythm')
  return (
    <Select
      value={everyMonths ?? 0}
      aria-label={t('reviews.rhythm')}
      loading={save.isPending}
      style={{ width: 150 }}
      onChange={(months) => save.mutate({ everyMonths: months === 0 ? null : months })}
      options={[0, 1, 3, 6, 12].map((n) => ({ value: n, label: n === 0 ? t('reviews.never') : t('reviews.everyMonths', { n }) }))}
    />
  )
}
