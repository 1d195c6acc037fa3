import { App, Button, InputNumber, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#web/shared/use-operation.ts'

const STORAGE_KEY = 'zhanggui.claimCount'
const USUAL = 10
const MOST = 200

type ClaimNextProps = { shopIds: string[] | undefined; onClaimed: () => void }

/** Takes the next parcels nobody works on: colleagues never review the same one. The number is remembered. */
export function ClaimNext({ shopIds, onClaimed }: ClaimNextProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [count, setCount] = useState(() => Number(localStorage.getItem(STORAGE_KEY)) || USUAL)
  const claim = useCommand('orders.claimNext', {
    onDone: ({ done }) => {
      if (done.length === 0) return void message.info(t('orders.review.claimedNone'))
      void message.success(t('orders.review.claimed', { n: done.length }))
      onClaimed()
    },
  })
  const choose = (chosen: number | null) => {
    const next = chosen ?? USUAL
    localStorage.setItem(STORAGE_KEY, String(next))
    setCount(next)
  }
  return (
    <Space.Compact>
      <InputNumber
        min={1}
        max={MOST}
        precision={0}
        value={count}
        onChange={choose}
        aria-label={t('orders.review.claimCount')}
        style={{ width: 76 }}
      />
      <Button
        type="primary"
        ghost
        data-press="c"
        loading={claim.isPending}
        onClick={() => claim.mutate({ count, ...(shopIds && { shopIds }) })}
      >
        {t('orders.review.claimNext')}
        <kbd>C</kbd>
      </Button>
    </Space.Compact>
  )
}
