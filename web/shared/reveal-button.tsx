import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { Button, Flex, Input, type InputRef, Popover, Tag, Typography } from 'antd'
import { type Ref, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

type Budget = { used: number; limit: number | null }
type RevealButtonProps = {
  /** Shown in plain at this moment, with what is used of the day's budget. */
  budget: Budget | null
  secondsLeft: number
  isBusy: boolean
  onReveal: (reason: { reason?: string }) => void
  onHide: () => void
}

/** The eye beside masked personal data: asks why (Enter goes on without an answer), opens it for a minute; a press closes it again. */
export function RevealButton({ budget, secondsLeft, isBusy, onReveal, onHide }: RevealButtonProps) {
  const { t } = useTranslation()
  const [isAsking, setAsking] = useState(false)
  const field = useRef<InputRef>(null)
  if (!budget) {
    const reveal = (reason: string) => {
      setAsking(false)
      onReveal(reason === '' ? {} : { reason })
    }
    return (
      <Popover
        trigger="click"
        placement="bottom"
        open={isAsking}
        onOpenChange={setAsking}
        destroyOnHidden
        // Focused once it is in its place: before that the page would jump to where it is made.
        afterOpenChange={(isOpen) => isOpen && field.current?.focus({ preventScroll: true })}
        content={<WhyReveal field={field} onReveal={reveal} />}
      >
        <Button size="small" type="link" icon={<EyeOutlined />} loading={isBusy} title={t('shared.revealHint')}>
          {t('shared.reveal')}
        </Button>
      </Popover>
    )
  }
  return (
    <Flex gap={6} align="center" wrap>
      {budget.limit !== null && (
        <Typography.Text type="secondary" className="cell-sub">
          {t('shared.revealedToday', { used: budget.used, limit: budget.limit })}
        </Typography.Text>
      )}
      <Button size="small" type="link" icon={<EyeInvisibleOutlined />} onClick={onHide}>
        {t('shared.maskAgain', { n: secondsLeft })}
      </Button>
    </Flex>
  )
}

function WhyReveal({ field, onReveal }: { field: Ref<InputRef>; onReveal: (reason: string) => void }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const reasons = (['contact', 'address', 'claim'] as const).map((code) => t(`shared.revealReasons.${code}`))
  return (
    <Flex vertical gap={10} className="reveal-why">
      <span>
        {t('shared.revealWhy')}
        <Input
          ref={field}
          aria-label={t('shared.revealWhy')}
          value={reason}
          maxLength={1000}
          placeholder={t('shared.revealWhyHint')}
          onChange={(event) => setReason(event.target.value)}
          onPressEnter={(event) => {
            if (!event.nativeEvent.isComposing) onReveal(reason.trim())
          }}
        />
      </span>
      <Flex gap={4} wrap>
        {reasons.map((each) => (
          <Tag key={each} style={{ cursor: 'pointer' }} onClick={() => setReason(each)}>
            {each}
          </Tag>
        ))}
      </Flex>
      <Typography.Text type="secondary" className="cell-sub">
        {t('shared.revealHint')}
      </Typography.Text>
      <Button type="primary" size="small" onClick={() => onReveal(reason.trim())} style={{ alignSelf: 'end' }}>
        {t('shared.revealNow')}
      </Button>
    </Flex>
  )
}
