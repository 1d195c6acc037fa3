import { ArrowLeftOutlined } from '@ant-design/icons'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Alert, Button, Flex, Skeleton, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AppPage as AppView } from '#contract/apps.ts'
import { PageTitle } from '#web/shared/page-title.tsx'
import { sentenceOf } from '#web/shared/sentence.ts'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { AppActions } from './app-actions.tsx'
import { AppOverview } from './app-overview.tsx'
import { AppSign } from './app-sign.tsx'
import { UserMatrix } from './user-matrix.tsx'
import { Webhooks } from './webhooks.tsx'
import './apps.css'

const route = getRouteApi('/shell/apps/$appId')

/** One app: what it is, who may use which functions, where it is told of changes. */
export function AppPage() {
  const { t } = useTranslation()
  const { appId } = route.useParams()
  const app = useOperation('apps.readApp', { appId }, { live: 15_000 })
  if (app.error && !app.data) return <Alert type="error" showIcon title={sentenceOf(app.error)} />
  if (!app.data) return <Skeleton active />
  const view = app.data
  return (
    <>
      <Link to="/apps" className="faint">
        <ArrowLeftOutlined /> {t('apps.back')}
      </Link>
      <Flex gap={14} align="center" style={{ marginTop: 10 }}>
        <AppSign name={view.name} size={52} />
        <div style={{ flex: 1 }}>
          <PageTitle
            title={view.name}
            hint={
              <>
                <StateTag kind="app" state={view.state} /> {t('apps.by', { publisher: view.publisher })}
              </>
            }
            actions={<AppActions app={view} />}
          />
        </div>
      </Flex>
      {!view.installer.isAtWork && <Adopt app={view} />}
      <Tabs
        defaultActiveKey={view.userCount === 0 ? 'users' : 'overview'}
        items={[
          { key: 'overview', label: t('apps.page.overview'), children: <AppOverview app={view} /> },
          { key: 'users', label: `${t('apps.page.users')} (${view.userCount})`, children: <UserMatrix app={view} /> },
          { key: 'webhooks', label: `${t('apps.page.webhooks')} (${view.webhookCount})`, children: <Webhooks app={view} /> },
        ]}
      />
    </>
  )
}

function Adopt({ app }: { app: AppView }) {
  const { t } = useTranslation()
  const adopt = useCommand('apps.adoptApp')
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 12 }}
      title={t('apps.page.adoptHint', { name: app.installer.name })}
      action={
        <Button type="primary" loading={adopt.isPending} onClick={() => adopt.mutate({ appId: app.appId, version: app.version })}>
          {t('apps.page.adopt')}
        </Button>
      }
    />
  )
}
