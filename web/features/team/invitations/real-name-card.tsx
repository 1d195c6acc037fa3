import { Alert, Button, Form, Input, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { InvitationOffer } from '#contract/team-invitations.ts'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useCommand } from '#web/shared/use-operation.ts'

type State = NonNullable<InvitationOffer['realName']>
const TONES = {
  none: 'info',
  checking: 'info',
  proved: 'success',
  mismatch: 'error',
  taken: 'error',
  trouble: 'warning',
} as const
type RealNameCardProps = { token: string; state: State; name: string; onAsked: () => void }

/** Name and identity card, where the merchant asks for them; the answer comes a moment later. */
export function RealNameCard({ token, state, name, onAsked }: RealNameCardProps) {
  const { t } = useTranslation()
  const prove = useCommand('team.proveRealName', { quiet: true, onDone: onAsked })
  const rules = [{ required: true, whitespace: true, message: t('shared.required') }]
  const mayAsk = state !== 'proved' && state !== 'checking'
  return (
    <section className="accept-card">
      <h2>{t('invitations.accept.realName')}</h2>
      <Alert type={TONES[state]} showIcon title={t(`invitations.accept.realNameStates.${state}`)} />
      {mayAsk && (
        <Form
          layout="vertical"
          requiredMark={false}
          initialValues={{ name }}
          onFinish={(fields: { name: string; idNumber: string }) => prove.mutate({ token, ...fields })}
        >
          <Form.Item name="name" label={t('invitations.accept.name')} rules={rules}>
            <Input size="large" autoComplete="name" maxLength={200} />
          </Form.Item>
          <Form.Item
            name="idNumber"
            label={t('invitations.accept.idNumber')}
            rules={rules}
            extra={t('invitations.accept.idNumberHint')}
          >
            <Input size="large" autoComplete="off" maxLength={20} />
          </Form.Item>
          {prove.error && <Alert type="error" showIcon title={sentenceOf(prove.error)} style={{ marginBottom: 12 }} />}
          <Button htmlType="submit" size="large" block loading={prove.isPending}>
            {t('invitations.accept.check')}
          </Button>
        </Form>
      )}
      <Typography.Text type="secondary">{t('invitations.accept.realNameHint')}</Typography.Text>
    </section>
  )
}
