import { Link, useRouter } from '@tanstack/react-router'
import { Button, Result } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Permission } from '#contract/permissions.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { permissionName, sentenceOf } from '#web/shared/sentence.ts'

export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <Result
      status="404"
      title={t('shell.notFound')}
      subTitle={t('shell.notFoundHint')}
      extra={
        <Link to={'/' as string}>
          <Button type="primary">{t('shell.backHome')}</Button>
        </Link>
      }
    />
  )
}

export function NotPermittedPage({ permission }: { permission: Permission }) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <Result
      status="403"
      title={t('shell.notPermitted')}
      subTitle={t('shell.notPermittedHint', { permission: permissionName(permission, language) })}
    />
  )
}

export function ProblemPage({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const router = useRouter()
  return (
    <Result
      status="warning"
      title={t('shell.problem')}
      subTitle={sentenceOf(error)}
      extra={
        <Button type="primary" onClick={() => void router.invalidate()}>
          {t('shared.retry')}
        </Button>
      }
    />
  )
}
