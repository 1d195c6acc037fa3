import {
  ApiOutlined,
  BulbOutlined,
  HistoryOutlined,
  KeyOutlined,
  LockOutlined,
  LogoutOutlined,
  SafetyCertificateOutlined,
  TranslationOutlined,
} from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Dropdown, type MenuProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, useLanguage } from '#web/i18n/i18n.ts'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { type Appearance, chooseAppearance } from './appearance.ts'
import { lockNow } from './idle-lock.ts'
import { useMe } from './session.ts'
import { useSignOut } from './sign-out.ts'

export function AccountMenu() {
  const me = useMe()
  const isNarrow = useIsNarrow()
  const items = useAccountItems()
  return (
    <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
      <Button type="text" className="shell-account">
        <span className="shell-avatar">{me.name.slice(0, 1)}</span>
        {!isNarrow && me.name}
      </Button>
    </Dropdown>
  )
}

function useAccountItems(): NonNullable<MenuProps['items']> {
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
    {
      key: 'security',
      icon: <SafetyCertificateOutlined />,
      label: t('shell.security'),
      onClick: () => void navigate({ to: '/account' as string }),
    },
    { key: 'lock', icon: <LockOutlined />, label: t('shell.lock.now'), onClick: () => void lockNow() },
    { key: 'rights', icon: <KeyOutlined />, label: t('shell.myRights'), onClick: () => void navigate({ to: '/my-rights' }) },
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
