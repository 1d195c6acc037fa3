import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { Button, Flex, Tooltip, Typography } from 'antd'
import { useTranslation } from 'react-i18next'

type Budget = { used: number; limit: number | null }
type RevealButtonProps = {
  /** Shown in plain at this moment, with what is used of the day's budget. */
  budget: Budget | null
  secondsLeft: number
  isBusy: boolean
  onReveal: () => void
  onHide: () => void
}

/** The eye beside masked personal data: a press opens it for a minute, another one closes it. */
export function RevealButton({ budget, secondsLeft, isBusy, onReveal, onHide }: RevealButtonProps) {
  const { t } = useTranslation()
  if (!budget)
    return (
      <Tooltip title={t('shared.revealHint')}>
        <Button size="small" type="link" icon={<EyeOutlined />} loading={isBusy} onClick={onReveal}>
          {t('shared.reveal')}
        </Button>
      </Tooltip>
    )
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
