import { Alert, Button, Checkbox, Flex, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WebhookRow } from '#contract/app-webhooks.ts'
import type { AppPage } from '#contract/apps.ts'
import { type EventKind, eventKindCodes, eventKinds } from '#contract/event-kinds.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import { ShownOnce } from './shown-once.tsx'

type Fields = { url: string; eventKinds: EventKind[] }
type WebhookDialogProps = { app: AppPage /** null = a new one. */; hook: WebhookRow | null; onClose: () => void }

export function WebhookDialog({ app, hook, onClose }: WebhookDialogProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const rules = useRequired()
  const [secret, setSecret] = useState<string | null>(null)
  const add = useCommand('apps.addWebhook', { onDone: (added) => setSecret(added.secret) })
  const change = useCommand('apps.changeWebhook', { onDone: onClose })
  const submit = (fields: Fields) =>
    hook
      ? change.mutate({ webhookId: hook.webhookId, version: hook.version, isPaused: hook.state === 'paused', ...fields })
      : add.mutate({ appId: app.appId, ...fields })
  const options = eventKindCodes.map((kind) => {
    const isKnown = app.functions.includes(eventKinds[kind].permission)
    return {
      value: kind,
      disabled: !isKnown,
      label: eventKinds[kind][language],
      title: isKnown ? kind : t('apps.hook.unknownToApp'),
    }
  })
  return (
    <FormDialog<Fields>
      open
      title={hook ? t('apps.page.edit') : t('apps.hook.add')}
      onSubmit={submit}
      onClose={onClose}
      isBusy={add.isPending || change.isPending}
      width={560}
      initialValues={hook ?? { eventKinds: [] }}
      {...(secret !== null && {
        footer: (
          <Button type="primary" onClick={onClose}>
            {t('apps.token.done')}
          </Button>
        ),
      })}
    >
      {secret === null ? (
        <>
          <Form.Item name="url" label={t('apps.hook.url')} extra={t('apps.hook.urlHint')} rules={rules}>
            <Input autoFocus maxLength={1000} placeholder="https://app.example/hooks/zhanggui" />
          </Form.Item>
          <Form.Item
            name="eventKinds"
            label={t('apps.hook.events')}
            rules={[{ required: true, type: 'array', min: 1, message: t('shared.required') }]}
          >
            <Checkbox.Group options={options} className="function-groups" />
          </Form.Item>
        </>
      ) : (
        <Flex vertical gap={14}>
          <Alert type="success" showIcon title={t('apps.hook.secretHint')} />
          <ShownOnce lines={[[t('apps.hook.secret'), secret]]} />
        </Flex>
      )}
    </FormDialog>
  )
}
