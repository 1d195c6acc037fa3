import { ReloadOutlined } from '@ant-design/icons'
import { App, Button, Flex, InputNumber, Popover, Switch, Tag, Tooltip, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StockPushRow } from '#contract/listings.ts'
import { useMayCall } from '#web/app/session.ts'
import { Moment } from '#web/shared/moment.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { useCommand } from '#web/shared/use-operation.ts'

/** One shop: whether it is told our stock, and how far that is. */
export function StockPushCard({ row }: { row: StockPushRow }) {
  const { t } = useTranslation()
  const { nameOf } = useShops()
  const mayCall = useMayCall()
  const { message } = App.useApp()
  const set = useCommand('listings.setStockPush')
  const read = useCommand('listings.readShopGoods', { onDone: () => void message.info(t('listings.reading')) })
  const { shopId, version, isOn, sharePercent, isOffered } = row
  const mayChange = mayCall('listings.setStockPush') && isOffered
  return (
    <section className="listing-shop">
      <Flex justify="space-between" align="center" gap={8}>
        <strong>{nameOf(shopId)}</strong>
        <Tooltip title={isOffered ? undefined : t('listings.notOffered')}>
          <Switch
            checked={isOn}
            disabled={!mayChange}
            loading={set.isPending}
            aria-label={t('listings.switchOn', { shop: nameOf(shopId) })}
            onChange={(next) => set.mutate({ shopId, version, isOn: next, sharePercent })}
          />
        </Tooltip>
      </Flex>
      <Flex gap={6} wrap>
        {isOn ? <Tag color="green">{t('listings.isOn')}</Tag> : <Tag>{t('listings.isOff')}</Tag>}
        <Share row={row} isLocked={!mayChange} save={(share) => set.mutate({ shopId, version, isOn, sharePercent: share })} />
        <Counts row={row} />
      </Flex>
      {row.problem && <Typography.Text type="danger">{row.problem}</Typography.Text>}
      <Flex justify="space-between" align="center">
        <Typography.Text type="secondary">
          {row.readAt ? (
            <>
              {t('listings.readAt')} <Moment at={row.readAt} />
            </>
          ) : (
            t('listings.neverRead')
          )}
        </Typography.Text>
        {mayCall('listings.readShopGoods') && isOffered && (
          <Button size="small" icon={<ReloadOutlined />} loading={read.isPending} onClick={() => read.mutate({ shopId })}>
            {t('listings.read')}
          </Button>
        )}
      </Flex>
    </section>
  )
}

function Counts({ row }: { row: StockPushRow }) {
  const { t } = useTranslation()
  if (row.listingCount === 0) return null
  return (
    <>
      <Tag>{t('listings.counts', { n: row.listingCount })}</Tag>
      {row.unmatchedCount > 0 && <Tag color="orange">{t('listings.unmatched', { n: row.unmatchedCount })}</Tag>}
      {row.isOn && row.behindCount > 0 && <Tag color="blue">{t('listings.behind', { n: row.behindCount })}</Tag>}
      {row.isOn && row.behindCount === 0 && <Tag color="green">{t('listings.allTold')}</Tag>}
    </>
  )
}

function Share({ row, isLocked, save }: { row: StockPushRow; isLocked: boolean; save: (share: number) => void }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const [share, setShare] = useState(row.sharePercent)
  const label = `${t('listings.share')} ${row.sharePercent}%`
  if (isLocked) return <Tag>{label}</Tag>
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      title={t('listings.setShare')}
      content={
        <Flex vertical gap={8} style={{ maxWidth: 260 }}>
          <Typography.Text type="secondary">{t('listings.shareHint')}</Typography.Text>
          <Flex gap={8}>
            <InputNumber
              min={1}
              max={100}
              suffix="%"
              aria-label={t('listings.share')}
              value={share}
              onChange={(next) => setShare(next ?? row.sharePercent)}
            />
            <Button
              type="primary"
              onClick={() => {
                setOpen(false)
                save(share)
              }}
            >
              {t('shared.save')}
            </Button>
          </Flex>
        </Flex>
      }
    >
      <Button size="small">{label}</Button>
    </Popover>
  )
}
