import { Button, Form, Input, Space } from 'antd'
import { useTranslation } from 'react-i18next'

/** Letters and digits that cannot be mistaken for each other when read aloud. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
const LENGTH = 14

function inventPassword(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(LENGTH)), (value) => ALPHABET[value % ALPHABET.length]).join('')
}

/** A password for somebody else: shown in plain, because it has to be handed over. */
export function PasswordField({ name, label }: { name: string; label: string }) {
  const { t } = useTranslation()
  const form = Form.useFormInstance()
  return (
    <Form.Item label={label} extra={t('people.passwordHint')}>
      <Space.Compact style={{ width: '100%' }}>
        <Form.Item name={name} noStyle rules={[{ required: true, message: t('shared.required') }]}>
          <Input autoComplete="off" maxLength={200} />
        </Form.Item>
        <Button onClick={() => form.setFieldValue(name, inventPassword())}>{t('people.inventPassword')}</Button>
      </Space.Compact>
    </Form.Item>
  )
}
