import {
  ApiOutlined,
  BulbOutlined,
  DesktopOutlined,
  HistoryOutlined,
  LockOutlined,
  LogoutOutlined,
  TranslationOutlined,
} from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Dropdown, type MenuProps } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, useLanguage } from '#web/i18n/i18n.ts'
import { ApiError, call } from '#web/shared/api.ts'
import { useProblemToast } from '#web/shared/problem-toast.tsx'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { type Appearance, chooseAppearance } from './appearance.ts'
import { useMe } from './session.ts'

const AccountDialogs = lazy(async () => ({ default: (await import('./account-dialogs.tsx')).AccountDialogs }))

export function AccountMenu() {
  const me = useMe()
  const isNarrow = useIsNarrow()
  const [dialog, setDialog] = useState<'password' | 'sessions' | null>(null)
  const items = useAccountItems(setDialog)
  const close = () => setDialog(null)
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
        <Button type="text" className="shell-account">
          <span className="shell-avatar">{me.name.slice(0, 1)}</span>
          {!isNarrow && me.name}
        </Button>
      </Dropdown>
      {dialog && (
        <Suspense fallback={null}>
          <AccountDialogs shown={dialog} onClose={close} />
        </Suspense>
      )}
    </>
  )
}

function useAccountItems(setDialog: (dialog: 'password' | 'sessions') => void): NonNullable<MenuProps['items']> {
  const { t } = useTranslation()
  const me = useMe()
  const language = useLanguage()
  const isNarrow = useIsNarrow()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const appearances = (['system', 'light', 'dark'] as Appearance[]).map((key) => ({
    key,
    label: t(`shell.${key}`),
    onClick: () => chooseAppearance(key),
  }))
  const forNarrow: NonNullable<MenuProps['items']> = [
    {
      key: 'language',
      icon: <TranslationOutlined />,
      label: language === 'zh' ? 'English' : '中文',
      onClick: () => void chooseLanguage(language === 'zh' ? 'en' : 'zh'),
    },
    { key: 'appearance', icon: <BulbOutlined />, label: t('shell.appearance'), children: appearances },
  ]
  return [
    { key: 'who', type: 'group', label: `${me.merchantName} · ${me.isOwner ? t('shell.owner') : me.login}` },
    { key: 'password', icon: <LockOutlined />, label: t('shell.changePassword'), onClick: () => setDialog('password') },
    { key: 'sessions', icon: <DesktopOutlined />, label: t('shell.sessions'), onClick: () => setDialog('sessions') },
    {
      key: 'activity',
      icon: <HistoryOutlined />,
      label: t('shell.myActivity'),
      onClick: () => void navigate({ to: '/my-activity' }),
    },
    { key: 'api', icon: <ApiOutlined />, label: t('shell.apiReference'), onClick: () => void navigate({ to: '/api-reference' }) },
    ...(isNarrow ? forNarrow : []),
    { type: 'divider' },
    { key: 'out', icon: <LogoutOutlined />, label: t('shell.signOut'), onClick: signOut },
  ]
}

function useSignOut(): () => void {
  const showProblem = useProblemToast()
  const signOut = async () => {
    try {
      await call('team.signOut', {})
    } catch (error) {
      if (error instanceof ApiError && error.code !== 'notSignedIn') return showProblem(error)
    }
    // A whole new page: nothing of this person stays in memory for the next one at this desk.
    window.location.replace('/login')
  }
  return () => void signOut()
}
