import { Link, useRouter } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Permission } from '#contract/permissions.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { permissionName, sentenceOf } from '#web/shared/sentence.ts'

function Notice({ title, hint, children }: { title: string; hint: string; children?: ReactNode }) {
  return (
    <div className="notice">
      <h1>{title}</h1>
      <p>{hint}</p>
      {children}
    </div>
  )
}

export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <Notice title={t('shell.notFound')} hint={t('shell.notFoundHint')}>
      <Link to={'/' as string}>
        <Button type="primary">{t('shell.backHome')}</Button>
      </Link>
    </Notice>
  )
}

export function NotPermittedPage({ permission }: { permission: Permission }) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <Notice
      title={t('shell.notPermitted')}
      hint={t('shell.notPermittedHint', { permission: permissionName(permission, language) })}
    />
  )
}

export function ProblemPage({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const router = useRouter()
  return (
    <Notice title={t('shell.problem')} hint={sentenceOf(error)}>
      <Button type="primary" onClick={() => void router.invalidate()}>
        {t('shared.retry')}
      </Button>
    </Notice>
  )
}
