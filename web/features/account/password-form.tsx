import { App, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#web/shared/use-operation.ts'

type Passwords = { currentPassword: string; newPassword: string; repeated: string }

export function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<Passwords>()
  const change = useCommand('team.changeOwnPassword', {
    onDone: () => {
      void message.success(t('account.password.changed'))
      form.resetFields()
      onDone()
    },
  })
  const rules = [{ required: true, message: t('shared.required') }]
  const sameAsNew = (_: unknown, repeated: string) =>
    repeated === form.getFieldValue('newPassword') ? Promise.resolve() : Promise.reject(new Error(t('account.password.differ')))
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="account-form"
      onFinish={({ currentPassword, newPassword }) => change.mutate({ currentPassword, newPassword })}
    >
      <Form.Item name="currentPassword" label={t('account.password.current')} rules={rules}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="newPassword" label={t('account.password.new')} rules={rules} extra={t('account.password.newHint')}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item name="repeated" label={t('account.password.repeat')} rules={[...rules, { validator: sameAsNew }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {t('account.password.change')}
      </Button>
    </Form>
  )
}
