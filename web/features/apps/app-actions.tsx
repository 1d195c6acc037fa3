import { useNavigate } from '@tanstack/react-router'
import { App, Button, DatePicker, Dropdown, Form } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppPage } from '#contract/apps.ts'
import { FormDialog } from '#web/shared/form-dialog.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import { type AppFields, AppFormFields, detailsOf } from './app-form.tsx'
import { ShownOnce } from './shown-once.tsx'

/** What may be done with an app as a whole. */
export function AppActions({ app }: { app: AppPage }) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const navigate = useNavigate()
  const { appId } = app
  const [shown, setShown] = useState<'edit' | 'renew' | null>(null)
  const suspend = useCommand('apps.suspendApp')
  const resume = useCommand('apps.resumeApp')
  const uninstall = useCommand('apps.uninstallApp', { onDone: () => void navigate({ to: '/apps' }) })
  const newSecret = useCommand('apps.newClientSecret', {
    onDone: ({ clientSecret }) =>
      void modal.success({
        title: t('apps.page.newSecret'),
        width: 560,
        content: <ShownOnce lines={[[t('apps.installed.clientSecret'), clientSecret]]} />,
      }),
  })
  const ask = (title: string, content: string, onOk: () => void) =>
    void modal.confirm({ title, content, onOk, okText: title, okButtonProps: { danger: true } })
  const more = [
    ...(app.clientType === 'confidential'
      ? [
          {
            key: 'secret',
            label: t('apps.page.newSecret'),
            onClick: () => ask(t('apps.page.newSecret'), t('apps.page.newSecretAsk'), () => newSecret.mutate({ appId })),
          },
        ]
      : []),
    {
      key: 'uninstall',
      danger: true,
      label: t('apps.page.uninstall'),
      onClick: () => ask(t('apps.page.uninstall'), t('apps.page.uninstallAsk'), () => uninstall.mutate({ appId })),
    },
  ]
  const close = () => setShown(null)
  return (
    <>
      <Button onClick={() => setShown('edit')}>{t('apps.page.edit')}</Button>
      <Button onClick={() => setShown('renew')}>{t('apps.page.renew')}</Button>
      {app.state === 'suspended' ? (
        <Button type="primary" loading={resume.isPending} onClick={() => resume.mutate({ appId })}>
          {t('apps.page.resume')}
        </Button>
      ) : (
        <Button
          danger
          loading={suspend.isPending}
          onClick={() => ask(t('apps.page.suspend'), t('apps.page.suspendAsk'), () => suspend.mutate({ appId }))}
        >
          {t('apps.page.suspend')}
        </Button>
      )}
      <Dropdown menu={{ items: more }} trigger={['click']}>
        <Button>{t('shell.more')}</Button>
      </Dropdown>
      {shown === 'edit' && <EditDialog app={app} onClose={close} />}
      {shown === 'renew' && <RenewDialog app={app} onClose={close} />}
    </>
  )
}

type DialogProps = { app: AppPage; onClose: () => void }

function EditDialog({ app, onClose }: DialogProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const edit = useCommand('apps.editApp', {
    onDone: () => {
      void message.success(t('apps.page.saved'))
      onClose()
    },
  })
  return (
    <FormDialog<AppFields>
      open
      title={t('apps.page.edit')}
      onSubmit={(fields) => edit.mutate({ appId: app.appId, version: app.version, ...detailsOf(fields) })}
      onClose={onClose}
      isBusy={edit.isPending}
      width={720}
      initialValues={{ ...app, redirectUris: app.redirectUris.join('\n'), shopIds: app.shopIds ?? [] }}
    >
      <AppFormFields isNew={false} />
    </FormDialog>
  )
}

function RenewDialog({ app, onClose }: DialogProps) {
  const { t } = useTranslation()
  const renew = useCommand('apps.renewApp', { onDone: onClose })
  const save = ({ endsAt }: { endsAt?: Dayjs | null }) =>
    renew.mutate({ appId: app.appId, version: app.version, endsAt: endsAt?.endOf('day').toISOString() ?? null })
  return (
    <FormDialog<{ endsAt?: Dayjs | null }>
      open
      title={t('apps.page.renew')}
      onSubmit={save}
      onClose={onClose}
      isBusy={renew.isPending}
      width={420}
      initialValues={{ endsAt: app.endsAt ? dayjs(app.endsAt).add(1, 'year') : null }}
    >
      <Form.Item name="endsAt" label={t('apps.form.endsAt')} extra={t('apps.form.endsHint')}>
        <DatePicker
          placeholder={t('apps.page.noEndChoice')}
          disabledDate={(day) => day.isBefore(dayjs(), 'day')}
          style={{ width: '100%' }}
        />
      </Form.Item>
    </FormDialog>
  )
}
