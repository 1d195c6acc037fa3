import { PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Flex, Skeleton, Tag } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppNotice, AppRowView } from '#contract/apps.ts'
import { useMayCall } from '#web/app/session.ts'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { sentenceOf } from '#web/shared/sentence.ts'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { AppSign } from './app-sign.tsx'
import { useFunctionNames } from './function-names.ts'
import { InstallDialog } from './install-dialog.tsx'
import './apps.css'

/** Installed apps: what they are, whether they run, for how many people. */
export function AppsPage() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const [isInstalling, setInstalling] = useState(false)
  const apps = useOperation('apps.listApps', {}, { live: 30_000 })
  const rows = apps.data?.rows ?? []
  const install = mayCall('apps.installApp') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setInstalling(true)}>
      {t('apps.install')}
    </Button>
  ) : null
  return (
    <>
      <PageTitle title={t('apps.title')} hint={t('apps.hint')} actions={install} />
      <Notices notices={apps.data?.notices ?? []} />
      {apps.error ? <Alert type="error" showIcon title={sentenceOf(apps.error)} /> : null}
      {apps.isLoading ? <Skeleton active /> : null}
      {apps.data && rows.length === 0 ? (
        <EmptyList title={t('apps.empty')} hint={t('apps.emptyHint')} action={install} />
      ) : (
        <div className="app-grid">
          {rows.map((row) => (
            <AppCard key={row.appId} row={row} mayOpen={mayCall('apps.readApp')} />
          ))}
        </div>
      )}
      <InstallDialog open={isInstalling} onClose={() => setInstalling(false)} />
    </>
  )
}

function Notices({ notices }: { notices: AppNotice[] }) {
  const { t } = useTranslation()
  const close = useCommand('apps.closeAppNotice')
  if (notices.length === 0) return null
  return (
    <div className="app-notices">
      {notices.map(({ noticeId, appId, appName, kind, params }) => (
        <Alert
          key={noticeId}
          type={kind === 'subscriptionEnds' ? 'info' : 'warning'}
          showIcon
          title={String(t(`apps.notice.${kind}`, { app: appName, days: String(params.days), url: String(params.url) }))}
          closable={{ onClose: () => close.mutate({ noticeId }) }}
          action={
            <Link to="/apps/$appId" params={{ appId }}>
              {t('apps.notice.look')}
            </Link>
          }
        />
      ))}
    </div>
  )
}

function AppCard({ row, mayOpen }: { row: AppRowView; mayOpen: boolean }) {
  const body = <CardBody row={row} />
  if (!mayOpen) return <div className="app-card">{body}</div>
  return (
    <Link to="/apps/$appId" params={{ appId: row.appId }} className="app-card">
      {body}
    </Link>
  )
}

const SHOWN = 4

function CardBody({ row }: { row: AppRowView }) {
  const { t } = useTranslation()
  const { nameOf } = useFunctionNames()
  const more = row.functions.length - SHOWN
  return (
    <>
      <div className="app-card-head">
        <AppSign name={row.name} />
        <div>
          <strong>{row.name}</strong>
          <span className="faint">{t('apps.by', { publisher: row.publisher })}</span>
        </div>
        <StateTag kind="app" state={row.state} />
      </div>
      <Flex gap={4} wrap>
        {row.functions.slice(0, SHOWN).map((code) => (
          <Tag key={code}>{nameOf(code)}</Tag>
        ))}
        {more > 0 && <span className="faint">{t('apps.andMore', { n: row.functions.length })}</span>}
      </Flex>
      <div className="app-card-foot">
        <span>{t('apps.users', { n: row.userCount })}</span>
        {row.webhookCount > 0 && <span>{t('apps.webhooksCount', { n: row.webhookCount })}</span>}
        <span>{row.endsAt ? t('apps.endsOn', { day: dayjs(row.endsAt).format('YYYY-MM-DD') }) : t('apps.noEnd')}</span>
        {row.isMine && <span>{t('apps.mine')}</span>}
      </div>
    </>
  )
}
