import { KeyOutlined } from '@ant-design/icons'
import { Alert, Button, Form, Input, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '#web/shared/api.ts'
import { arePasskeysPossible, passkeyForSignIn } from '#web/shared/passkeys.ts'
import { sentenceOf } from '#web/shared/sentence.ts'
import type { Entrance, SecondStep } from './entrance.ts'

/** After the password: a passkey, the code of the authenticator app, or a recovery code. */
export function SecondStepForm({ enter, step }: { enter: Entrance; step: SecondStep }) {
  const { t } = useTranslation()
  const { challenge, ways } = step
  const hasPasskey = ways.includes('passkey') && arePasskeysPossible()
  const hasTotp = ways.includes('totp')
  const withPasskey = () =>
    enter.by(async () => call('team.finishSignIn', { challenge, passkey: await passkeyForSignIn(challenge) }))
  return (
    <div className="login-card">
      <Typography.Title level={5}>{t('shell.login.second')}</Typography.Title>
      {enter.problem ? <Alert type="error" showIcon title={sentenceOf(enter.problem)} style={{ marginBottom: 16 }} /> : null}
      {hasPasskey && (
        <>
          <p className="faint">{t('shell.login.secondPasskey')}</p>
          <Button type="primary" block size="large" icon={<KeyOutlined />} loading={enter.isBusy} onClick={withPasskey}>
            {t('shell.prove.passkey')}
          </Button>
        </>
      )}
      <CodeForm
        hasTotp={hasTotp}
        hasRecovery={ways.includes('recovery')}
        isBusy={enter.isBusy}
        isFirst={!hasPasskey}
        onCode={(code) => enter.by(() => call('team.finishSignIn', { challenge, code }))}
      />
      <Button type="link" block onClick={enter.back}>
        {t('shell.login.back')}
      </Button>
    </div>
  )
}

type CodeFormProps = {
  hasTotp: boolean
  hasRecovery: boolean
  isBusy: boolean
  isFirst: boolean
  onCode: (code: string) => void
}

function CodeForm({ hasTotp, hasRecovery, isBusy, isFirst, onCode }: CodeFormProps) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ code: string }>()
  const [wantsRecovery, setWantsRecovery] = useState(!hasTotp && isFirst)
  if (!hasTotp && !hasRecovery) return null
  const turn = () => {
    form.resetFields()
    setWantsRecovery(!wantsRecovery)
  }
  const isShown = hasTotp || wantsRecovery
  return (
    <>
      {isShown && (
        <Form form={form} layout="vertical" requiredMark={false} onFinish={({ code }) => onCode(code)} className="login-code">
          <Form.Item
            name="code"
            label={wantsRecovery ? t('shell.login.recovery') : t('shell.login.code')}
            extra={wantsRecovery ? undefined : t('shell.login.secondHint')}
            rules={[{ required: true, message: t('shell.login.required') }]}
          >
            <Input
              key={String(wantsRecovery)}
              autoFocus={isFirst}
              size="large"
              maxLength={20}
              autoComplete={wantsRecovery ? 'off' : 'one-time-code'}
              inputMode={wantsRecovery ? 'text' : 'numeric'}
            />
          </Form.Item>
          <Button type={isFirst ? 'primary' : 'default'} htmlType="submit" block size="large" loading={isBusy}>
            {t('shell.login.finish')}
          </Button>
        </Form>
      )}
      {hasRecovery && !(wantsRecovery && !hasTotp) && (
        <Button type="link" block onClick={turn}>
          {wantsRecovery ? t('shell.login.useCode') : t('shell.login.useRecovery')}
        </Button>
      )}
    </>
  )
}
