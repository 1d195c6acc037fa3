import { App, Button, Drawer, Flex, Input, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewRow, ReviewShop } from '#contract/reviews.ts'
import { useMay } from '#web/app/session.ts'
import { exactMoment, Moment } from '#web/shared/moment.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useCommand } from '#web/shared/use-operation.ts'
import { KeepPhrase, ReplyPhrases } from './reply-phrases.tsx'
import { Goods, OrderOf, ReviewWords, Stars } from './review-parts.tsx'

type Given = { row: ReviewRow; shop: ReviewShop | undefined }

export function ReviewDrawer({
  row,
  shop,
  onClose,
}: {
  row: ReviewRow | undefined
  shop: ReviewShop | undefined
  onClose: () => void
}) {
  const isNarrow = useIsNarrow()
  return (
    <Drawer
      open={row !== undefined}
      onClose={onClose}
      size={isNarrow ? '100%' : 520}
      destroyOnHidden
      title={row && <Stars stars={row.stars} />}
    >
      {row && <ReviewSheet key={row.reviewId} row={row} shop={shop} />}
    </Drawer>
  )
}

function ReviewSheet({ row, shop }: Given) {
  const { t } = useTranslation()
  const { nameOf } = useShops()
  return (
    <Flex vertical gap={16}>
      <Typography.Text style={{ fontSize: 16 }}>
        <ReviewWords row={row} />
      </Typography.Text>
      <dl className="facts">
        <dt>{t('buyerReviews.goods')}</dt>
        <dd>
          <Goods row={row} />
        </dd>
        <dt>{t('buyerReviews.order')}</dt>
        <dd>
          <OrderOf row={row} />
        </dd>
        <dt>{t('shared.shop')}</dt>
        <dd>{nameOf(row.shopId)}</dd>
        <dt>{t('buyerReviews.review')}</dt>
        <dd>
          <Moment at={row.createdAt} exact />
        </dd>
      </dl>
      {row.replyState !== 'none' && <Reply row={row} />}
      {(row.replyState === 'none' || row.replyState === 'refused') && <ReplyBox row={row} shop={shop} />}
    </Flex>
  )
}

function Reply({ row }: { row: ReviewRow }) {
  const { t } = useTranslation()
  const isOnItsWay = row.replyState === 'waiting' || row.replyState === 'calling'
  return (
    <Flex vertical gap={6}>
      <strong>{t('buyerReviews.reply')}</strong>
      {row.replyState !== 'refused' && <div className="review-reply review-words">{row.reply}</div>}
      {row.replyState === 'overtaken' && <span className="warn">{t('buyerReviews.overtaken')}</span>}
      {row.problem !== '' && (
        <span className="warn" role="status">
          {row.replyState === 'refused' ? t('buyerReviews.refused') : t('buyerReviews.failed')}
          {row.problem} {row.replyState === 'refused' && t('buyerReviews.refusedHint')}
        </span>
      )}
      <span className="faint">
        {isOnItsWay && <>{t('buyerReviews.waiting')} · </>}
        {row.repliedBy === null ? t('buyerReviews.byPlatform') : t('buyerReviews.replyBy', { name: row.repliedBy })}{' '}
        <Moment at={row.answeredAt ?? row.nextAttemptAt} />
      </span>
    </Flex>
  )
}

function ReplyBox({ row, shop }: Given) {
  const { t } = useTranslation()
  const may = useMay()
  const { message } = App.useApp()
  const [text, setText] = useState(row.reply)
  const send = useCommand('reviews.replyToReview', { onDone: () => void message.success(t('buyerReviews.sent')) })
  if (!may('reviews.reply', row.shopId)) return <span className="faint">{t('buyerReviews.mayNot')}</span>
  if (!shop?.takesReplies) return null
  if (row.replyUntil && Date.parse(row.replyUntil) < Date.now()) return <span className="faint">{t('buyerReviews.tooLate')}</span>
  return (
    <Flex vertical gap={8}>
      <Input.TextArea
        autoFocus
        rows={4}
        showCount
        maxLength={shop.longestReply}
        aria-label={t('buyerReviews.reply')}
        placeholder={t('buyerReviews.replyPlaceholder')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Flex gap={8} wrap style={{ marginTop: 16 }}>
        <ReplyPhrases onChoose={(phrase) => setText((before) => (before === '' ? phrase : `${before}${phrase}`))} />
        <KeepPhrase text={text.trim()} />
      </Flex>
      <Flex gap={12} align="center" wrap>
        <Button
          type="primary"
          disabled={text.trim() === ''}
          loading={send.isPending}
          onClick={() => send.mutate({ reviewId: row.reviewId, text: text.trim() })}
        >
          {t('buyerReviews.send')}
        </Button>
        {row.replyUntil && <span className="faint">{t('buyerReviews.until', { time: exactMoment(row.replyUntil) })}</span>}
      </Flex>
    </Flex>
  )
}
