import { Alert, App, Button, Flex, Form, Input, Skeleton, Typography } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { QrCode } from '#web/features/team/invitations/qr-code.tsx'
import { call, type OutputOf } from '#web/shared/api.ts'
import { isGated } from '#web/shared/gate.ts'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useCommand } from '#web/shared/use-operation.ts'

type TotpSetUpProps = { onDone: (recoveryCodes: string[]) => void; onGivenUp: () => void }

/** Scan, enter the first code, done. The secret is asked for once when this is shown. */
export function TotpSetUp({ onDone, onGivenUp }: TotpSetUpProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [started, problem] = useStarted(onGivenUp)
  const confirm = useCommand('team.confirmTotp', {
    quiet: true,
    onDone: ({ recoveryCodes }) => {
      void message.success(t('account.totp.done'))
      onDone(recoveryCodes)
    },
  })
  if (problem) return <Alert type="error" showIcon title={sentenceOf(problem)} />
  if (!started) return <Skeleton active />
  return (
    <Flex vertical gap={16}>
      <Typography.Text>{t('account.totp.scan')}</Typography.Text>
      <div className="totp-qr">
        <QrCode text={started.uri} label={t('account.totp.qr')} />
      </div>
      <Typography.Text type="secondary">
        {t('account.totp.byHand')}{' '}
        <Typography.Text code copyable={{ text: started.secret }}>
          {started.secret.replace(/(.{4})(?=.)/g, '$1 ')}
        </Typography.Text>
      </Typography.Text>
      {confirm.error ? <Alert type="error" showIcon title={sentenceOf(confirm.error)} /> : null}
      <Form layout="vertical" requiredMark={false} onFinish={({ code }: { code: string }) => confirm.mutate({ code })}>
        <Form.Item name="code" label={t('account.totp.enter')} rules={[{ required: true, message: t('shared.required') }]}>
          <Input autoComplete="one-time-code" inputMode="numeric" maxLength={7} autoFocus className="totp-code" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={confirm.isPending}>
          {t('account.totp.confirm')}
        </Button>
      </Form>
    </Flex>
  )
}

function useStarted(onGivenUp: () => void): [OutputOf<'team.startTotp'> | null, unknown] {
  const [started, setStarted] = useState<OutputOf<'team.startTotp'> | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  useEffect(() => {
    let isGone = false
    call('team.startTotp', {}).then(
      (answer) => isGone || setStarted(answer),
      (error: { code: string }) => {
        if (isGone) return
        if (isGated(error.code)) onGivenUp()
        else setProblem(error)
      },
    )
    return () => {
      isGone = true
    }
  }, [onGivenUp])
  return [started, problem]
}
