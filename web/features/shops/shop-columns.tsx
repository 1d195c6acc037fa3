import { Link } from '@tanstack/react-router'
import { Flex, type TableColumnsType, Tag, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ShopRow } from '#contract/shops.ts'
import { useMay } from '#web/app/session.ts'
import { Moment } from '#web/shared/moment.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { ShopActions } from './shop-actions.tsx'
import { usePlatformName } from './use-platforms.ts'

export function useShopColumns(): TableColumnsType<ShopRow> {
  const { t } = useTranslation()
  const platformName = usePlatformName()
  return [
    {
      title: t('shops.name'),
      width: 210,
      render: (_, row) => (
        <Flex vertical>
          <strong>{row.name}</strong>
          <Typography.Text type="secondary">
            {[platformName(row.platform), row.platformShopName].filter(Boolean).join(' · ')}
          </Typography.Text>
        </Flex>
      ),
    },
    { title: t('shops.state'), width: 150, render: (_, row) => <ShopState row={row} /> },
    { title: t('shops.freshness'), width: 220, render: (_, row) => <Freshness row={row} /> },
    { title: t('shops.quarantined'), width: 130, render: (_, row) => <QuarantineLink row={row} /> },
    { title: t('shops.actions'), width: 240, render: (_, row) => <ShopActions row={row} /> },
  ]
}

function ShopState({ row }: { row: ShopRow }) {
  const { t } = useTranslation()
  return (
    <Flex vertical gap={2} align="start">
      <StateTag kind="shop" state={row.state} />
      {row.authorisation === 'expiring' && (
        <Typography.Text type="warning">
          {t('shops.expires')} <Moment at={row.accessExpiresAt} />
        </Typography.Text>
      )}
    </Flex>
  )
}

/** A coloured dot with the moment of the last good reading; and the last problem. */
function Freshness({ row }: { row: ShopRow }) {
  const { t } = useTranslation()
  const { freshness, lastSuccessAt, lastError, lastErrorKind, lastErrorAt, missedCount, missedAt } = row.sync
  return (
    <Flex vertical>
      <span>
        <span className="freshness" data-freshness={freshness} />
        {freshness === 'none' && row.capabilities.includes('pullOrders')
          ? t('shops.notYetRead')
          : t(`states.freshness.${freshness}`)}
        {lastSuccessAt && (
          <span className="faint">
            {' · '}
            <Moment at={lastSuccessAt} />
          </span>
        )}
      </span>
      {lastError && freshness !== 'fresh' && (
        <>
          {lastErrorKind && <Typography.Text type="danger">{t(`shops.problem.${lastErrorKind}`)}</Typography.Text>}
          <span className="faint platform-words">
            {lastError} · <Moment at={lastErrorAt} />
          </span>
        </>
      )}
      {missedCount > 0 && (
        <span className="faint">
          {t('shops.missed', { n: missedCount })} · <Moment at={missedAt} />
        </span>
      )}
    </Flex>
  )
}

function QuarantineLink({ row }: { row: ShopRow }) {
  const may = useMay()
  const { quarantinedCount } = row.sync
  if (quarantinedCount === 0) return <span className="faint">0</span>
  const tag = <Tag color="error">{quarantinedCount}</Tag>
  if (!may('intake.view')) return tag
  return (
    <Link to="/shops/quarantine" search={{ shopId: row.shopId }}>
      {tag}
    </Link>
  )
}

export function ShopCard({ row }: { row: ShopRow }) {
  const { t } = useTranslation()
  const platformName = usePlatformName()
  return (
    <Flex vertical gap={6}>
      <Flex justify="space-between" gap={8}>
        <strong>{row.name}</strong>
        <StateTag kind="shop" state={row.state} />
      </Flex>
      <Typography.Text type="secondary">{platformName(row.platform)}</Typography.Text>
      <Freshness row={row} />
      {row.sync.quarantinedCount > 0 && (
        <span>
          {t('shops.quarantined')} <QuarantineLink row={row} />
        </span>
      )}
      <ShopActions row={row} />
    </Flex>
  )
}
