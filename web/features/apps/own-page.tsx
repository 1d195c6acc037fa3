import { App, Button, Flex, Popconfirm, Skeleton, Tag, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OwnApp } from '#contract/apps.ts'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { AppSign } from './app-sign.tsx'
import { useFunctionNames } from './function-names.ts'
import { OthersTokens, OwnTokens } from './tokens.tsx'
import './apps.css'

/** What may act for me: apps I have let in, tokens I have made. */
export function OwnPage() {
  const { t } = useTranslation()
  const own = useOperation('apps.listOwnApps', {}, { live: 30_000 })
  const rows = own.data?.rows ?? []
  return (
    <>
      <PageTitle title={t('apps.own.title')} hint={t('apps.own.hint')} />
      <section className="own-section">
        <Typography.Title level={5}>{t('apps.own.apps')}</Typography.Title>
        {own.isLoading && <Skeleton active />}
        {own.data && rows.length === 0 && <EmptyList title={t('apps.own.noApps')} hint={t('apps.own.noAppsHint')} />}
        {rows.length > 0 && (
          <div className="hook-card" style={{ gap: 0, paddingBlock: 2 }}>
            {rows.map((row) => (
              <OwnAppLine key={row.appId} row={row} />
            ))}
          </div>
        )}
      </section>
      <OwnTokens />
      <OthersTokens />
    </>
  )
}

function OwnAppLine({ row }: { row: OwnApp }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { list } = useFunctionNames()
  const withdraw = useCommand('apps.withdrawConsent', { onDone: () => void message.success(t('apps.own.withdrawn')) })
  return (
    <div className="own-app">
      <AppSign name={row.name} />
      <Flex vertical gap={2}>
        <span>
          <strong>{row.name}</strong> <span className="faint">{t('apps.by', { publisher: row.publisher })}</span>
        </span>
        <span className="faint">{list(row.functions)}</span>
        {row.givenAt ? (
          <span className="faint">
            <Tag color="success">{t('apps.own.letIn')}</Tag>
            {row.lastUsedAt && (
              <>
                {t('apps.token.lastUsed')} <Moment at={row.lastUsedAt} />
              </>
            )}
          </span>
        ) : (
          <span className="faint">{t('apps.own.notLetIn')}</span>
        )}
      </Flex>
      <Flex gap={6}>
        {row.homePage && (
          <Button href={row.homePage} target="_blank" rel="noreferrer">
            {t('apps.own.open')}
          </Button>
        )}
        {row.givenAt && (
          <Popconfirm title={t('apps.own.withdrawAsk')} onConfirm={() => withdraw.mutate({ appId: row.appId })}>
            <Button danger loading={withdraw.isPending}>
              {t('apps.own.withdraw')}
            </Button>
          </Popconfirm>
        )}
      </Flex>
    </div>
  )
}
