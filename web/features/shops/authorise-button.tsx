import { App, Button, Form, Input, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlatformRow, ShopRow } from '#contract/shops.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { FormDialog } from '#web/shared/form-dialog.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import { usePlatforms } from './use-platforms.ts'

/** Leads to the platform's own page, which sends the owner back to /shops/authorised; or asks for what the platform's console shows. */
export function AuthoriseButton({ row }: { row: ShopRow }) {
  const { t } = useTranslation()
  const [isTyping, setTyping] = useState(false)
  const platform = usePlatforms().find((each) => each.platform === row.platform)
  const start = useCommand('shops.startAuthorisation', { onDone: ({ url }) => window.location.assign(url) })
  const isNeeded = row.authorisation !== 'valid'
  const begin = () =>
    platform?.authorisation === 'credentials'
      ? setTyping(true)
      : start.mutate({ shopId: row.shopId, redirectUrl: `${window.location.origin}/shops/authorised` })
  return (
    <>
      <Button
        size="small"
        {...(isNeeded && { type: 'primary' as const })}
        loading={start.isPending}
        disabled={platform?.isSetUp === false}
        title={platform?.isSetUp === false ? t('shops.notSetUp') : undefined}
        onClick={begin}
      >
        {isNeeded ? t('shops.authorise') : t('shops.authoriseAgain')}
      </Button>
      {platform && <CredentialsDialog row={row} platform={platform} open={isTyping} onClose={() => setTyping(false)} />}
    </>
  )
}

type CredentialsDialogProps = { row: ShopRow; platform: PlatformRow; open: boolean; onClose: () => void }

function CredentialsDialog({ row, platform, open, onClose }: CredentialsDialogProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const enter = useCommand('shops.enterCredentials', {
    onDone: () => {
      void message.success(t('shops.authorisedHint'))
      onClose()
    },
  })
  return (
    <FormDialog<Record<string, string>>
      open={open}
      title={t('shops.connectTo', { shop: row.name, platform: platform[language] })}
      okText={t('shops.connect')}
      onClose={onClose}
      onSubmit={(fields) => enter.mutate({ shopId: row.shopId, credentials: filled(fields) })}
      isBusy={enter.isPending}
    >
      <Typography.Paragraph type="secondary">{t('shops.credentialsHint')}</Typography.Paragraph>
      {platform.credentialFields.map((field) => (
        <Form.Item
          key={field.name}
          name={field.name}
          label={field[language]}
          normalize={(value: string) => value.trim()}
          rules={[
            { required: !field.optional, message: t('shared.required') },
            { pattern: new RegExp(field.pattern), message: t('shops.wrongForm') },
          ]}
        >
          {field.secret ? <Input.Password autoComplete="off" maxLength={500} /> : <Input autoComplete="off" maxLength={500} />}
        </Form.Item>
      ))}
    </FormDialog>
  )
}

const filled = (fields: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter((pair): pair is [string, string] => Boolean(pair[1])))
