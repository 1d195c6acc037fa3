import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { Button, Card, Flex, Skeleton, Typography } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSignOut } from '#web/app/sign-out.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import { FactorSections } from './factor-sections.tsx'
import { PasswordForm } from './password-form.tsx'
import './account.css'

const route = getRouteApi('/set-up')

/** What somebody has to do before anything else: choose a password of their own, or set up a second factor. */
export function SetUpPage() {
  const { t } = useTranslation()
  const session = useOperation('team.readSession', {}, { staleMs: 0 })
  const goOn = useGoOn()
  const signOut = useSignOut()
  const state = session.data?.state
  useEffect(() => {
    document.title = `${t('account.title')} · ${t('shell.name')}`
  }, [t])
  return (
    <main className="set-up">
      {state === undefined && <Skeleton active />}
      {state === 'mustChangePassword' && <OwnPassword onDone={goOn} />}
      {(state === 'mustEnrol' || state === 'open') && <SecondFactor isDone={state === 'open'} onDone={goOn} />}
      <Button type="link" onClick={signOut}>
        {t('account.setUp.other')}
      </Button>
    </main>
  )
}

function useGoOn(): () => void {
  const client = useQueryClient()
  const router = useRouter()
  const { next } = route.useSearch()
  return () => {
    client.clear()
    router.history.replace(next ?? '/')
  }
}

function OwnPassword({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <Card>
      <Typography.Title level={4}>{t('account.setUp.passwordTitle')}</Typography.Title>
      <Typography.Paragraph type="secondary">{t('account.setUp.passwordHint')}</Typography.Paragraph>
      <PasswordForm onDone={onDone} />
    </Card>
  )
}

function SecondFactor({ isDone, onDone }: { isDone: boolean; onDone: () => void }) {
  const { t } = useTranslation()
  const factors = useOperation('team.readOwnFactors', {})
  return (
    <Flex vertical gap={16}>
      <div>
        <Typography.Title level={4}>{t('account.setUp.factorTitle')}</Typography.Title>
        <Typography.Text type="secondary">{t('account.setUp.factorHint')}</Typography.Text>
      </div>
      {factors.data && <FactorSections factors={factors.data} />}
      <Button type="primary" size="large" disabled={!isDone} onClick={onDone}>
        {t('account.setUp.go')}
      </Button>
    </Flex>
  )
}
