import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Flex, Popconfirm, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WebhookRow } from '#contract/app-webhooks.ts'
import type { AppPage } from '#contract/apps.ts'
import { eventKinds } from '#contract/event-kinds.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { exactMoment, Moment } from '#web/shared/moment.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import { Deliveries } from './deliveries.tsx'
import { ShownOnce } from './shown-once.tsx'
import { WebhookDialog } from './webhook-dialog.tsx'

/** Where an app is told of facts, and how that goes. */
export function Webhooks({ app }: { app: AppPage }) {
  const { t } = useTranslation()
  const [edited, setEdited] = useState<WebhookRow | 'new' | null>(null)
  const [opened, setOpened] = useState<string | null>(null)
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
      {t('apps.hook.add')}
    </Button>
  )
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" align="center" gap={12} wrap>
        <span className="faint" style={{ maxWidth: 640 }}>
          {t('apps.hook.hint')}
        </span>
        {app.webhooks.length > 0 && add}
      </Flex>
      {app.webhooks.length === 0 && <EmptyList title={t('apps.hook.empty')} hint={t('apps.hook.emptyHint')} action={add} />}
      {app.webhooks.map((hook) => (
        <HookCard
          key={hook.webhookId}
          hook={hook}
          onEdit={() => setEdited(hook)}
          onDeliveries={() => setOpened(hook.webhookId)}
        />
      ))}
      {edited && <WebhookDialog app={app} hook={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
      <Deliveries webhookId={opened} onClose={() => setOpened(null)} />
    </Flex>
  )
}

type HookCardProps = { hook: WebhookRow; onEdit: () => void; onDeliveries: () => void }

function HookCard({ hook, onEdit, onDeliveries }: HookCardProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <div className="hook-card">
      <Flex justify="space-between" gap={12} wrap>
        <span className="hook-url">{hook.url}</span>
        <StateTag kind="webhook" state={hook.state} />
      </Flex>
      <Flex gap={4} wrap>
        {hook.eventKinds.map((kind) => (
          <Tag key={kind}>{eventKinds[kind][language]}</Tag>
        ))}
      </Flex>
      <Flex gap={16} wrap className="faint">
        {hook.lastDeliveredAt && (
          <span>
            {t('apps.hook.lastOk')} <Moment at={hook.lastDeliveredAt} />
          </span>
        )}
        {hook.failingSince && (
          <span className="warn">
            {t('apps.hook.failingSince')} <Moment at={hook.failingSince} />
          </span>
        )}
        {hook.waitingCount > 0 && <span>{t('apps.hook.waiting', { n: hook.waitingCount })}</span>}
        {hook.deadCount > 0 && <span className="warn">{t('apps.hook.dead', { n: hook.deadCount })}</span>}
        {hook.oldSecretEndsAt && <span>{t('apps.hook.rotateHint', { at: exactMoment(hook.oldSecretEndsAt) })}</span>}
      </Flex>
      <HookActions hook={hook} onEdit={onEdit} onDeliveries={onDeliveries} />
    </div>
  )
}

function HookActions({ hook, onEdit, onDeliveries }: HookCardProps) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const { webhookId, version, url, eventKinds: kinds } = hook
  const isPaused = hook.state === 'paused'
  const ping = useCommand('apps.pingWebhook', { onDone: () => void message.success(t('apps.hook.pinged')) })
  const change = useCommand('apps.changeWebhook')
  const remove = useCommand('apps.removeWebhook')
  const rotate = useCommand('apps.rotateWebhookSecret', {
    onDone: ({ secret, oldSecretEndsAt }) =>
      void modal.success({
        title: t('apps.hook.rotate'),
        width: 600,
        content: (
          <>
            <p>{t('apps.hook.secretHint')}</p>
            <ShownOnce lines={[[t('apps.hook.secret'), secret]]} />
            <p className="faint">{t('apps.hook.rotateHint', { at: exactMoment(oldSecretEndsAt) })}</p>
          </>
        ),
      }),
  })
  return (
    <Flex gap={6} wrap>
      <Button size="small" type="primary" ghost onClick={onDeliveries}>
        {t('apps.hook.deliveries')}
      </Button>
      <Button size="small" disabled={isPaused} loading={ping.isPending} onClick={() => ping.mutate({ webhookId })}>
        {t('apps.hook.ping')}
      </Button>
      <Button size="small" onClick={onEdit}>
        {t('apps.page.edit')}
      </Button>
      <Button
        size="small"
        loading={change.isPending}
        onClick={() => change.mutate({ webhookId, version, url, eventKinds: kinds, isPaused: !isPaused })}
      >
        {isPaused ? t('apps.hook.resume') : t('apps.hook.pause')}
      </Button>
      <Button size="small" loading={rotate.isPending} onClick={() => rotate.mutate({ webhookId })}>
        {t('apps.hook.rotate')}
      </Button>
      <Popconfirm
        title={t('apps.hook.removeAsk')}
        okButtonProps={{ danger: true }}
        onConfirm={() => remove.mutate({ webhookId })}
      >
        <Button size="small" type="text" danger loading={remove.isPending}>
          {t('apps.hook.remove')}
        </Button>
      </Popconfirm>
    </Flex>
  )
}
