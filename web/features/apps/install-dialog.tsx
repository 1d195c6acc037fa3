import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, DatePicker, Flex, Form } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '#web/shared/api.ts'
import { FormDialog } from '#web/shared/form-dialog.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import { type AppFields, AppFormFields, detailsOf } from './app-form.tsx'
import { issuer, ShownOnce } from './shown-once.tsx'

type Fields = AppFields & { endsAt?: Dayjs | null }

/** Installs an app; afterwards what its publisher needs, the secret shown once. */
export function InstallDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const [installed, setInstalled] = useState<OutputOf<'apps.installApp'> | null>(null)
  const install = useCommand('apps.installApp', { onDone: setInstalled })
  const close = () => {
    setInstalled(null)
    onClose()
  }
  const submit = (fields: Fields) =>
    install.mutate({
      ...detailsOf(fields),
      clientType: fields.clientType,
      endsAt: fields.endsAt?.endOf('day').toISOString() ?? null,
    })
  return (
    <FormDialog<Fields>
      open={open}
      title={installed ? t('apps.installed.title') : t('apps.install')}
      onClose={close}
      onSubmit={submit}
      okText={t('apps.install')}
      isBusy={install.isPending}
      width={720}
      initialValues={{ clientType: 'confidential' }}
      {...(installed && { footer: <InstalledFoot appId={installed.appId} onClose={close} /> })}
    >
      {installed ? (
        <Installed app={installed} />
      ) : (
        <>
          <AppFormFields isNew />
          <Form.Item name="endsAt" label={t('apps.form.endsAt')} extra={t('apps.form.endsHint')}>
            <DatePicker placeholder={t('apps.noEnd')} />
          </Form.Item>
        </>
      )}
    </FormDialog>
  )
}

function Installed({ app }: { app: OutputOf<'apps.installApp'> }) {
  const { t } = useTranslation()
  const lines: [string, string][] = [
    [t('apps.installed.issuer'), issuer()],
    [t('apps.installed.clientId'), app.clientId],
  ]
  if (app.clientSecret !== null) lines.push([t('apps.installed.clientSecret'), app.clientSecret])
  return (
    <Flex vertical gap={14}>
      <Alert type="success" showIcon title={t('apps.installed.hint')} />
      <ShownOnce lines={lines} />
    </Flex>
  )
}

function InstalledFoot({ appId, onClose }: { appId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const go = () => {
    onClose()
    void navigate({ to: '/apps/$appId', params: { appId } })
  }
  return (
    <Flex justify="end" gap={8}>
      <Button onClick={onClose}>{t('apps.installed.later')}</Button>
      <Button type="primary" onClick={go}>
        {t('apps.installed.next')}
      </Button>
    </Flex>
  )
}
