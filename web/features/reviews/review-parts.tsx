import { Link } from '@tanstack/react-router'
import { Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ReviewRow } from '#contract/reviews.ts'
import { useMay } from '#web/app/session.ts'

const MOST_STARS = 5

/** Stars as text: read aloud, and not to be pressed. */
export function Stars({ stars }: { stars: number }) {
  const { t } = useTranslation()
  return (
    <span className="review-stars" role="img" aria-label={t('buyerReviews.stars', { n: stars })}>
      {'★'.repeat(stars)}
      <span>{'★'.repeat(MOST_STARS - stars)}</span>
    </span>
  )
}

export function ReviewWords({ row, isCut = false }: { row: ReviewRow; isCut?: boolean }) {
  const { t } = useTranslation()
  if (row.text === '') return <span className="faint">{t('buyerReviews.noText')}</span>
  return (
    <div className="review-words" data-cut={isCut}>
      {row.text}
    </div>
  )
}

export function Goods({ row }: { row: ReviewRow }) {
  const { t } = useTranslation()
  return (
    <div>
      {row.goodsTitle || <span className="faint">{t('buyerReviews.unknownGoods', { id: row.platformItemId })}</span>}
      {row.variant && <div className="cell-sub">{row.variant}</div>}
    </div>
  )
}

/** The order's number; a link for those who may see orders, when it is in the house. */
export function OrderOf({ row }: { row: ReviewRow }) {
  const may = useMay()
  if (!row.isOrderHere || !may('orders.view', row.shopId)) return <span>{row.platformOrderId}</span>
  return (
    <Link to="/orders" search={{ search: row.platformOrderId }} onClick={(event) => event.stopPropagation()}>
      {row.platformOrderId}
    </Link>
  )
}

/** How far the reply is, in a word. */
export function ReplyTag({ row }: { row: ReviewRow }) {
  const { t } = useTranslation()
  if (row.replyState === 'none') return <Tag>{t('buyerReviews.none')}</Tag>
  if (row.replyState === 'refused') return <Tag color="red">{t('buyerReviews.filters.problem')}</Tag>
  if (row.replyState === 'overtaken') return <Tag color="orange">{t('buyerReviews.answered')}</Tag>
  if (row.replyState === 'answered') return <Tag color="green">{t('buyerReviews.answered')}</Tag>
  return <Tag color="blue">{t('buyerReviews.waiting')}</Tag>
}

export function ReviewCard({ row, shopName }: { row: ReviewRow; shopName: string }) {
  return (
    <Flex vertical gap={4}>
      <Flex justify="space-between" gap={8}>
        <Stars stars={row.stars} />
        <ReplyTag row={row} />
      </Flex>
      <ReviewWords row={row} isCut />
      <span className="cell-sub">
        <span>{row.goodsTitle}</span>
        <span>{shopName}</span>
      </span>
    </Flex>
  )
}
