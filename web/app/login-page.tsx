import { KeyOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { Alert, Button, Flex, Form, Input, Spin, Typography } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { builtInRoles } from '#contract/permissions.ts'
import { type Language, useLanguage } from '#web/i18n/i18n.ts'
import { ApiError, call, type OutputOf } from '#web/shared/api.ts'
import { arePasskeysPossible, passkeyForSignIn, wasCalledOff } from '#web/shared/passkeys.ts'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import type { Entrance, SecondStep } from './entrance.ts'
import mark from './mark.svg'
import { AppearanceSwitch, LanguageSwitch } from './reader-switches.tsx'
import { SecondStepForm } from './second-step-form.tsx'
import './second-step.css'

const route = getRouteApi('/login')

/** Where a person comes in: with login and password, with a one-time link, or in a demo with one click. */
export function LoginPage() {
  const { t } = useTranslation()
  const { ticket } = route.useSearch()
  const enter = useEntrance()
  useTicket(ticket, enter)
  return (
    <main className="login">
      <div className="login-brand">
        <img src={mark} alt="" />
        <Typography.Title level={3} style={{ margin: 0 }}>
          {t('shell.login.title')}
        </Typography.Title>
        <Typography.Text type="secondary">{t('shell.slogan')}</Typography.Text>
      </div>
      {enter.second ? <SecondStepForm enter={enter} step={enter.second} /> : <FirstStep enter={enter} ticket={ticket} />}
      <Flex gap={4}>
        <LanguageSwitch />
        <AppearanceSwitch />
      </Flex>
    </main>
  )
}

const secondOf = (answer: unknown): SecondStep | null => {
  const { challenge, ways } = answer as Partial<OutputOf<'team.signIn'>>
  return challenge ? { challenge, ways: ways ?? [] } : null
}

/** Runs one way of signing in and then goes where the reader wanted to go. */
function useEntrance(): Entrance {
  const client = useQueryClient()
  const router = useRouter()
  const { next } = route.useSearch()
  const [problem, setProblem] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const [second, setSecond] = useState<SecondStep | null>(null)
  const enter = async (signIn: () => Promise<unknown>) => {
    setBusy(true)
    setProblem(null)
    try {
      const wanted = secondOf(await signIn())
      setSecond(wanted)
      if (wanted) return setBusy(false)
      client.clear()
      router.history.replace(next ?? '/')
    } catch (error) {
      // The time for the second step is over: begin again, and read why.
      if (error instanceof ApiError && error.code === 'challengeOver') setSecond(null)
      setProblem(wasCalledOff(error) ? null : error)
      setBusy(false)
    }
  }
  const back = () => {
    setSecond(null)
    setProblem(null)
  }
  return { isBusy, problem, second, by: (signIn) => void enter(signIn), back }
}

function FirstStep({ enter, ticket }: { enter: Entrance; ticket: string | undefined }) {
  const { t } = useTranslation()
  return (
    <>
      <DemoLogins enter={enter} />
      {ticket && !enter.problem ? <Spin description={t('shell.login.ticket')} size="large" /> : <LoginForm enter={enter} />}
    </>
  )
}

const spentTickets = new Set<string>()

function useTicket(ticket: string | undefined, enter: Entrance) {
  useEffect(() => {
    // A ticket works once: never send it twice, also not when React runs the effect twice.
    if (!ticket || spentTickets.has(ticket)) return
    spentTickets.add(ticket)
    enter.by(() => call('team.signInWithTicket', { ticket }))
  }, [ticket, enter])
}

function LoginForm({ enter }: { enter: Entrance }) {
  const { t } = useTranslation()
  const { ended } = route.useSearch()
  const withPasskey = () => enter.by(async () => call('team.signInWithPasskey', { passkey: await passkeyForSignIn() }))
  const rules = [{ required: true, message: t('shell.login.required') }]
  return (
    <div className="login-card">
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={({ login, password }: { login: string; password: string }) =>
          enter.by(() => call('team.signIn', { login: login.trim(), password }))
        }
      >
        {enter.problem ? <Alert type="error" showIcon title={sentenceOf(enter.problem)} style={{ marginBottom: 16 }} /> : null}
        {ended && !enter.problem ? (
          <Alert type="warning" showIcon title={sentenceOf({ code: ended })} style={{ marginBottom: 16 }} />
        ) : null}
        <Form.Item name="login" label={t('shell.login.login')} rules={rules}>
          <Input autoComplete="username" autoFocus placeholder={t('shell.login.loginHint')} size="large" />
        </Form.Item>
        <Form.Item name="password" label={t('shell.login.password')} rules={rules}>
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block size="large" loading={enter.isBusy}>
          {t('shell.login.submit')}
        </Button>
        {arePasskeysPossible() && (
          <Button
            block
            size="large"
            icon={<KeyOutlined />}
            disabled={enter.isBusy}
            className="login-passkey"
            onClick={withPasskey}
          >
            {t('shell.login.passkey')}
          </Button>
        )}
      </Form>
    </div>
  )
}

function roleName(role: string, language: Language, owner: string): string {
  if (role === 'owner') return owner
  return (builtInRoles as Record<string, { zh: string; en: string }>)[role]?.[language] ?? role
}

function DemoLogins({ enter }: { enter: Entrance }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const demo = useOperation('team.listDemoLogins', {}, { staleMs: 60_000 })
  const logins = demo.data?.logins ?? []
  if (logins.length === 0) return null
  return (
    <Flex vertical gap={10} align="center">
      <Typography.Text strong>{t('shell.login.demoTitle')}</Typography.Text>
      <Typography.Text type="secondary">{t('shell.login.demoText')}</Typography.Text>
      <div className="login-demo">
        {logins.map(({ login, password, role }) => (
          <button
            key={login}
            type="button"
            disabled={enter.isBusy}
            onClick={() => enter.by(() => call('team.signIn', { login, password }))}
          >
            <strong>{roleName(role, language, t('shell.owner'))}</strong>
            <small>{login}</small>
          </button>
        ))}
      </div>
    </Flex>
  )
}
