import { Descriptions, Flex, Tag, Typography } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { AppPage } from '#contract/apps.ts'
import { Moment } from '#web/shared/moment.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { useFunctionNames } from './function-names.ts'
import { issuer } from './shown-once.tsx'

export function AppOverview({ app }: { app: AppPage }) {
  const { t } = useTranslation()
  const { nameOf } = useFunctionNames()
  const { nameOf: shopName } = useShops()
  const items = [
    {
      key: 'clientId',
      label: t('apps.installed.clientId'),
      children: <Typography.Text copyable>{app.clientId}</Typography.Text>,
    },
    { key: 'issuer', label: t('apps.installed.issuer'), children: <Typography.Text copyable>{issuer()}</Typography.Text> },
    { key: 'type', label: t('apps.form.clientType'), children: t(`apps.form.${app.clientType}`) },
    {
      key: 'redirects',
      label: t('apps.form.redirectUris'),
      children: (
        <Flex vertical>
          {app.redirectUris.map((uri) => (
            <span key={uri} className="hook-url">
              {uri}
            </span>
          ))}
        </Flex>
      ),
    },
    {
      key: 'functions',
      label: t('apps.form.functions'),
      children: (
        <Flex gap={4} wrap>
          {app.functions.map((code) => (
            <Tag key={code}>{nameOf(code)}</Tag>
          ))}
        </Flex>
      ),
    },
    {
      key: 'shops',
      label: t('apps.form.shops'),
      children: app.shopIds === null ? t('apps.allShops') : app.shopIds.map(shopName).join(' · '),
    },
    {
      key: 'ends',
      label: t('apps.page.subscription'),
      children: app.endsAt ? t('apps.endsOn', { day: dayjs(app.endsAt).format('YYYY-MM-DD') }) : t('apps.noEnd'),
    },
    {
      key: 'installer',
      label: t('apps.page.installer'),
      children: (
        <span>
          {app.installer.name} <span className="faint">{t('apps.page.installerHint')}</span>
        </span>
      ),
    },
    { key: 'at', label: t('apps.page.installedAt'), children: <Moment at={app.installedAt} /> },
  ]
  return <Descriptions className="app-facts" bordered column={1} size="middle" items={items} styles={{ label: { width: 150 } }} />
}
