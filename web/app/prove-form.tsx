import { Alert, Button, Divider, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '#web/shared/api.ts'
import { arePasskeysPossible, type PasskeyAnswer, wasCalledOff } from '#web/shared/passkeys.ts'
import { sentenceOf } from '#web/shared/sentence.ts'

export type Way = OutputOf<'team.readSession'>['ways'][number]
export type Proof = { password?: string; code?: string; passkey?: PasskeyAnswer }
type ProveFormProps = {
  ways: readonly Way[]
  /** A code besides the password, where the account has one. */
  wantsCode: boolean
  submit: string
  askPasskey: () => Promise<PasskeyAnswer>
  /** Throws when the proof is not good. */
  prove: (proof: Proof) => Promise<unknown>
  onDone: () => void
}

/** Password (and code), or a passkey: how somebody who is signed in proves to be who they are. */
export function ProveForm({ ways, wantsCode, submit, askPasskey, prove, onDone }: ProveFormProps) {
  const { t } = useTranslation()
  const [problem, setProblem] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const run = async (proof: () => Promise<Proof>) => {
    setBusy(true)
    setProblem(null)
    try {
      await prove(await proof())
      onDone()
    } catch (error) {
      if (!wasCalledOff(error)) setProblem(error)
      setBusy(false)
    }
  }
  const hasPasskey = ways.includes('passkey') && arePasskeysPossible()
  const hasCode = wantsCode && (ways.includes('totp') || ways.includes('recovery'))
  const rules = [{ required: true, message: t('shared.required') }]
  return (
    <>
      {problem ? <Alert type="error" showIcon title={sentenceOf(problem)} style={{ marginBottom: 16 }} /> : null}
      {hasPasskey && (
        <>
          <Button type="primary" block loading={isBusy} onClick={() => void run(async () => ({ passkey: await askPasskey() }))}>
            {t('shell.prove.passkey')}
          </Button>
          <Divider plain>{t('shell.prove.or')}</Divider>
        </>
      )}
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={({ password, code }: Proof) => void run(async () => ({ password: password ?? '', ...(code && { code }) }))}
      >
        <Form.Item name="password" label={t('shell.login.password')} rules={rules}>
          <Input.Password autoComplete="current-password" autoFocus={!hasPasskey} />
        </Form.Item>
        {hasCode && (
          <Form.Item name="code" label={t('shell.prove.code')} rules={rules} extra={t('shell.prove.codeHint')}>
            <Input autoComplete="one-time-code" inputMode="text" maxLength={20} />
          </Form.Item>
        )}
        <Button type={hasPasskey ? 'default' : 'primary'} htmlType="submit" block loading={isBusy}>
          {submit}
        </Button>
      </Form>
    </>
  )
}
