import { App, Button, Divider, Flex, Form, Input, Typography } from 'antd'
import type { Rule } from 'antd/es/form/index.js'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlatformRow, ShopRow } from '#contract/shops.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { FormDialog } from '#web/shared/form-dialog.tsx'
import { useCommand } from '#web/shared/use-operation.ts'

type Field = PlatformRow['credentialFields'][number]
type Fields = Record<string, string>
type CredentialsProps = { row: ShopRow; platform: PlatformRow }

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const madeUp = (length: number): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(length)), (value) => ALPHABET[value % ALPHABET.length]).join('')

/** For platforms whose shops are connected with what their owner copies from the console. */
export function CredentialsButton({ row, platform }: CredentialsProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const language = useLanguage()
  const [isOpen, setOpen] = useState(false)
  const send = useCommand('shops.enterCredentials', {
    onDone: () => {
      setOpen(false)
      void message.success(t('shops.credentialsSent'))
    },
  })
  const isNeeded = row.authorisation !== 'valid'
  const submit = (typed: Fields) => {
    const given = Object.entries(typed).map(([name, value]) => [name, value?.trim() ?? ''] as const)
    send.mutate({ shopId: row.shopId, credentials: Object.fromEntries(given.filter(([, value]) => value !== '')) })
  }
  return (
    <>
      <Button size="small" {...(isNeeded && { type: 'primary' as const })} onClick={() => setOpen(true)}>
        {isNeeded ? t('shops.connect') : t('shops.changeCredentials')}
      </Button>
      <FormDialog<Fields>
        open={isOpen}
        title={t('shops.connectTo', { shop: row.name, platform: platform[language] })}
        okText={t('shops.connect')}
        onClose={() => setOpen(false)}
        onSubmit={submit}
        isBusy={send.isPending}
        width={560}
      >
        <CredentialFields fields={platform.credentialFields} pushPath={row.pushPath} />
      </FormDialog>
    </>
  )
}

function CredentialFields({ fields, pushPath }: { fields: readonly Field[]; pushPath: string | null }) {
  const { t } = useTranslation()
  const chosen = fields.filter(({ chosenLength }) => chosenLength !== null)
  return (
    <>
      <Typography.Paragraph type="secondary">{t('shops.credentialsHint')}</Typography.Paragraph>
      {fields
        .filter(({ chosenLength }) => chosenLength === null)
        .map((field) => (
          <CredentialField key={field.name} field={field} isRequired={!field.optional} />
        ))}
      {chosen.length > 0 && <PushFields fields={chosen} pushPath={pushPath} />}
    </>
  )
}

/** Values the shop makes up and types on both sides: shown in plain, because they have to be carried over. All of them or none. */
function PushFields({ fields, pushPath }: { fields: readonly Field[]; pushPath: string | null }) {
  const { t } = useTranslation()
  const form = Form.useFormInstance<Fields>()
  const typed = Form.useWatch([], form) as Fields | undefined
  const isBegun = fields.some(({ name }) => (typed?.[name] ?? '') !== '')
  const makeUp = () => {
    for (const { name, chosenLength } of fields) form.setFieldValue(name, madeUp(chosenLength ?? 0))
    void form.validateFields(fields.map(({ name }) => name)).catch(() => undefined)
  }
  return (
    <>
      <Divider plain titlePlacement="start">
        {t('shops.pushTitle')}
      </Divider>
      <Typography.Paragraph type="secondary">{t('shops.pushHint')}</Typography.Paragraph>
      {pushPath !== null && (
        <Form.Item label={t('shops.pushAddress')} extra={t('shops.pushReach')}>
          <Typography.Text copyable code className="push-address">
            {`${window.location.origin}${pushPath}`}
          </Typography.Text>
        </Form.Item>
      )}
      {fields.map((field) => (
        <CredentialField key={field.name} field={field} isRequired={!field.optional || isBegun} />
      ))}
      <Flex justify="end">
        <Button onClick={makeUp}>{t('shops.makeUp')}</Button>
      </Flex>
    </>
  )
}

function CredentialField({ field, isRequired }: { field: Field; isRequired: boolean }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const value = (Form.useWatch(field.name) as string | undefined) ?? ''
  const isPlain = !field.secret || field.chosenLength !== null
  const rules: Rule[] = [
    { required: isRequired, whitespace: isRequired, message: t('shared.required') },
    {
      pattern: new RegExp(field.pattern),
      transform: (typed?: string) => typed?.trim() ?? '',
      message: t('shops.wrongForm'),
    },
  ]
  const own = { autoComplete: 'off', spellCheck: false, maxLength: 500 }
  return (
    <Form.Item name={field.name} label={field[language]} rules={rules} required={isRequired} validateTrigger="onBlur">
      {isPlain ? (
        <Input
          {...own}
          {...(field.chosenLength !== null && value !== '' && { suffix: <Typography.Text copyable={{ text: value }} /> })}
        />
      ) : (
        <Input.Password {...own} autoComplete="new-password" />
      )}
    </Form.Item>
  )
}
