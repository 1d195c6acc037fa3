import { App, Button, Flex, Form, Input, Modal, Tag, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '#web/shared/api.ts'
import { Moment } from '#web/shared/moment.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'

type DialogProps = { onClose: () => void }

/** Loaded when first asked for: most days nobody changes a password. */
export function AccountDialogs({ shown, onClose }: DialogProps & { shown: 'password' | 'sessions' }) {
  return shown === 'password' ? <ChangePasswordDialog onClose={onClose} /> : <SessionsDialog onClose={onClose} />
}

type Passwords = { currentPassword: string; newPassword: string; repeated: string }

function ChangePasswordDialog({ onClose }: DialogProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<Passwords>()
  const change = useCommand('team.changeOwnPassword', {
    onDone: () => {
      void message.success(t('shell.passwordChanged'))
      onClose()
    },
  })
  const rules = [{ required: true, message: t('shell.login.required') }]
  const sameAsNew = (_: unknown, repeated: string) =>
    repeated === form.getFieldValue('newPassword') ? Promise.resolve() : Promise.reject(new Error(t('shell.passwordsDiffer')))
  return (
    <Modal
      open
      title={t('shell.changePassword')}
      onCancel={onClose}
      onOk={form.submit}
      confirmLoading={change.isPending}
      destroyOnHidden
      width={400}
    >
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        onFinish={({ currentPassword, newPassword }) => change.mutate({ currentPassword, newPassword })}
      >
        <Form.Item name="currentPassword" label={t('shell.currentPassword')} rules={rules}>
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
        <Form.Item name="newPassword" label={t('shell.newPassword')} rules={rules}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="repeated" label={t('shell.repeatPassword')} rules={[...rules, { validator: sameAsNew }]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function SessionsDialog({ onClose }: DialogProps) {
  const { t } = useTranslation()
  const sessions = useOperation('team.listOwnSessions', {})
  return (
    <Modal open title={t('shell.sessions')} onCancel={onClose} footer={null} destroyOnHidden>
      <Flex vertical gap={12}>
        {sessions.data?.rows.map((session) => (
          <SessionRow key={session.sessionId} session={session} />
        ))}
      </Flex>
    </Modal>
  )
}

type Session = OutputOf<'team.listOwnSessions'>['rows'][number]

function SessionRow({ session }: { session: Session }) {
  const { t } = useTranslation()
  const end = useCommand('team.endOwnSession')
  return (
    <Flex justify="space-between" align="center" gap={12}>
      <Flex vertical>
        <span>
          {session.device ?? t('shell.unknownDevice')} · {session.ip}
        </span>
        <Typography.Text type="secondary">
          {t('shell.lastSeen')} <Moment at={session.lastSeenAt} />
        </Typography.Text>
      </Flex>
      {session.isCurrent ? (
        <Tag color="blue">{t('shell.thisDevice')}</Tag>
      ) : (
        <Button size="small" loading={end.isPending} onClick={() => end.mutate({ sessionId: session.sessionId })}>
          {t('shell.endSession')}
        </Button>
      )}
    </Flex>
  )
}
