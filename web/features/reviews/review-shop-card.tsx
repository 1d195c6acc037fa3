import { ReloadOutlined } from '@ant-design/icons'
import { App, Button, Flex, Tag, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ReviewShop } from '#contract/reviews.ts'
import { useMay } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { Moment } from '#web/shared/moment.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { useCommand } from '#web/shared/use-operation.ts'

/** One shop: what is left to reply to, how far it was read, or why its platform tells no reviews. */
export function ReviewShopCard({ row }: { row: ReviewShop }) {
  const { t } = useTranslation()
  const { nameOf } = useShops()
  const language = useLanguage()
  return (
    <section className="review-shop" data-offered={row.missing === null}>
      <Flex justify="space-between" align="center" gap={8}>
        <strong>{nameOf(row.shopId)}</strong>
        {row.missing ? <Tag>{t('buyerReviews.notOffered')}</Tag> : <Counts row={row} />}
      </Flex>
      {row.missing ? <Typography.Text type="secondary">{row.missing[language]}</Typography.Text> : <Reading row={row} />}
      {row.problem && <Typography.Text type="danger">{row.problem}</Typography.Text>}
    </section>
  )
}

function Counts({ row }: { row: ReviewShop }) {
  const { t } = useTranslation()
  if (row.unansweredCount === 0) return row.readAt ? <Tag color="green">{t('buyerReviews.allReplied')}</Tag> : null
  return (
    <Flex gap={4}>
      <Tag color="blue">{t('buyerReviews.unansweredCount', { n: row.unansweredCount })}</Tag>
      {row.badCount > 0 && <Tag color="red">{t('buyerReviews.badCount', { n: row.badCount })}</Tag>}
    </Flex>
  )
}

function Reading({ row }: { row: ReviewShop }) {
  const { t } = useTranslation()
  const may = useMay()
  const { message } = App.useApp()
  const read = useCommand('reviews.readShopReviews', { onDone: () => void message.info(t('buyerReviews.reading')) })
  return (
    <Flex justify="space-between" align="center" gap={8}>
      <Typography.Text type="secondary">
        {row.readAt ? (
          <>
            {t('buyerReviews.readAt')} <Moment at={row.readAt} />
          </>
        ) : (
          t('buyerReviews.neverRead')
        )}
      </Typography.Text>
      {may('reviews.reply', row.shopId) && (
        <Button
          size="small"
          icon={<ReloadOutlined />}
          loading={read.isPending}
          onClick={() => read.mutate({ shopId: row.shopId })}
        >
          {t('buyerReviews.readNow')}
        </Button>
      )}
    </Flex>
  )
}
