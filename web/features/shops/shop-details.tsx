import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons'
import { Alert, Button, Drawer, Flex, Tag, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlatformRow, ShopRow } from '#contract/shops.ts'
import { useMay } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { Moment } from '#web/shared/moment.tsx'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { usePlatforms } from './use-platforms.ts'

/** Opens what a shop's platform offers, what it does not and why, and how its changes reach us. */
export function ShopDetailsButton({ row }: { row: ShopRow }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const isNarrow = useIsNarrow()
  const [isOpen, setOpen] = useState(false)
  const platform = usePlatforms().find((each) => each.platform === row.platform)
  if (!platform) return null
  return (
    <>
      <Button size="small" type="text" onClick={() => setOpen(true)}>
        {t('shops.details')}
      </Button>
      <Drawer
        open={isOpen}
        onClose={() => setOpen(false)}
        size={isNarrow ? '100%' : 520}
        title={`${row.name} · ${platform[language]}`}
        destroyOnHidden
      >
        <Flex vertical gap={24}>
          <HowChangesArrive row={row} platform={platform} />
          <Comparison row={row} />
          <Offers platform={platform} />
        </Flex>
      </Drawer>
    </>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Typography.Title level={5} style={{ marginTop: 0 }}>
        {title}
      </Typography.Title>
      {children}
    </section>
  )
}

/** The address to write into the platform's console, for platforms that call us. */
function HowChangesArrive({ row, platform }: { row: ShopRow; platform: PlatformRow }) {
  const { t } = useTranslation()
  const may = useMay()
  const address = row.pushPath === null ? null : `${window.location.origin}${row.pushPath}`
  return (
    <Section title={t('shops.arrival')}>
      <Typography.Paragraph type="secondary">{t(`shops.pushes.${platform.pushes}`)}</Typography.Paragraph>
      {address !== null && may('shops.manage', row.shopId) && (
        <Flex vertical gap={8}>
          <Typography.Text
            className="push-address"
            copyable={{ text: address, tooltips: [t('shops.copy'), t('shops.copied')] }}
            code
          >
            {address}
          </Typography.Text>
          {!address.startsWith('https://') && <Alert type="warning" showIcon title={t('shops.notHttps')} />}
        </Flex>
      )}
    </Section>
  )
}

/** What the second reading an hour later has brought. */
function Comparison({ row }: { row: ShopRow }) {
  const { t } = useTranslation()
  const { checkedUntil, missedCount, missedAt } = row.sync
  if (!row.capabilities.includes('pullOrders')) return null
  return (
    <Section title={t('shops.comparison')}>
      <Typography.Paragraph type="secondary">{t('shops.comparisonHint')}</Typography.Paragraph>
      {checkedUntil === null ? (
        <span className="faint">{t('shops.notYetCompared')}</span>
      ) : (
        <Flex vertical gap={4}>
          <span>
            {t('shops.comparedUntil')} <Moment at={checkedUntil} />
          </span>
          <span>
            {missedCount === 0 ? t('shops.nothingMissed') : t('shops.missed', { n: missedCount })}
            {missedAt && (
              <span className="faint">
                {' · '}
                <Moment at={missedAt} />
              </span>
            )}
          </span>
        </Flex>
      )}
    </Section>
  )
}

function Offers({ platform }: { platform: PlatformRow }) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <>
      <Section title={t('shops.offered')}>
        <Flex wrap gap={6}>
          {platform.capabilities.map((capability) => (
            <Tag key={capability} color="success" icon={<CheckCircleFilled />}>
              {t(`shops.capability.${capability}`)}
            </Tag>
          ))}
        </Flex>
      </Section>
      {platform.missing.length > 0 && (
        <Section title={t('shops.missing')}>
          <ul className="missing-capabilities">
            {platform.missing.map((missing) => (
              <li key={missing.capability}>
                <MinusCircleOutlined />
                <span>
                  <strong>{t(`shops.capability.${missing.capability}`)}</strong>
                  <br />
                  <Typography.Text type="secondary">{missing[language]}</Typography.Text>
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}
