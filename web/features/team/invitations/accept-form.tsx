import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { Alert, Button, Flex, Form, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InvitationOffer } from '#contract/team-invitations.ts'
import { call } from '#web/shared/api.ts'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useCommand } from '#web/shared/use-operation.ts'

type AcceptFormProps = { token: string; offer: InvitationOffer; onDeclined: () => void }
type Fields = { contact?: string; name?: string; password: string }

/** Yes: with a password of one's own, and straight in. No: with or without a reason. */
export function AcceptForm({ token, offer, onDeclined }: AcceptFormProps) {
  const { t } = useTranslation()
  const accept = useAcceptance(token, offer.name)
  const isProved = offer.realName === null || offer.realName === 'proved'
  const rules = [{ required: true, whitespace: true, message: t('shared.required') }]
  return (
    <section className="accept-card">
      <Form<Fields> layout="vertical" requiredMark={false} initialValues={{ name: offer.name }} onFinish={accept.send}>
        {offer.kind !== 'link' && (
          <Form.Item
            name="contact"
            label={t(`invitations.accept.contact.${offer.kind}`)}
            rules={rules}
            extra={t('invitations.accept.contactHint', { hint: offer.addressHint })}
          >
            <Input size="large" autoComplete="off" maxLength={120} {...(offer.kind === 'phone' && { inputMode: 'tel' })} />
          </Form.Item>
        )}
        {offer.realName === null && (
          <Form.Item name="name" label={t('invitations.accept.name')} rules={rules} extra={t('invitations.accept.nameHint')}>
            <Input size="large" autoComplete="name" maxLength={200} />
          </Form.Item>
        )}
        {/* Password managers keep the password with the login it is for. */}
        <input type="text" name="username" autoComplete="username" value={offer.login} readOnly hidden />
        <Form.Item
          name="password"
          label={t('invitations.accept.password')}
          extra={t('invitations.accept.passwordHint', { n: offer.passwordMinLength })}
          rules={[
            {
              required: true,
              min: offer.passwordMinLength,
              message: t('invitations.accept.passwordHint', { n: offer.passwordMinLength }),
            },
          ]}
        >
          <Input.Password size="large" autoComplete="new-password" maxLength={200} />
        </Form.Item>
        {accept.problem ? <Alert type="error" showIcon title={sentenceOf(accept.problem)} style={{ marginBottom: 12 }} /> : null}
        <Flex vertical gap={8}>
          <Button type="primary" htmlType="submit" size="large" block loading={accept.isBusy} disabled={!isProved}>
            {t('invitations.accept.yes')}
          </Button>
          <Decline token={token} onDeclined={onDeclined} />
        </Flex>
      </Form>
    </section>
  )
}

/** The answer opens a session: everything read before belonged to a visitor. */
function useAcceptance(token: string, offeredName: string) {
  const client = useQueryClient()
  const router = useRouter()
  const [problem, setProblem] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const send = async ({ contact = '', name = offeredName, password }: Fields) => {
    setBusy(true)
    setProblem(null)
    try {
      await call('team.acceptInvitation', { token, contact, name, password })
      client.clear()
      router.history.replace('/')
    } catch (error) {
      setProblem(error)
      setBusy(false)
    }
  }
  return { problem, isBusy, send: (fields: Fields) => void send(fields) }
}

function Decline({ token, onDeclined }: { token: string; onDeclined: () => void }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const decline = useCommand('team.declineInvitation', { onDone: onDeclined })
  return (
    <Popconfirm
      title={t('invitations.accept.noAsk')}
      description={
        <Input
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          placeholder={t('invitations.accept.noReason')}
          maxLength={200}
        />
      }
      okText={t('invitations.accept.no')}
      onConfirm={() => decline.mutate({ token, reason })}
    >
      <Button type="text" size="large" block loading={decline.isPending}>
        {t('invitations.accept.no')}
      </Button>
    </Popconfirm>
  )
}
