import { SearchOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Input, Layout, Tag, Tooltip } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { AccountMenu } from './account-menu.tsx'
import { Bell } from './bell.tsx'
import { AppearanceSwitch, LanguageSwitch } from './reader-switches.tsx'
import { useMay, useMe } from './session.ts'

export function Header() {
  const me = useMe()
  const may = useMay()
  const isNarrow = useIsNarrow()
  const { t } = useTranslation()
  return (
    <Layout.Header className="shell-header">
      {may('orders.view') ? <HeaderSearch /> : null}
      <span className="grow" />
      {me.demo && !isNarrow && (
        <Tooltip title={t('shell.demoHint')}>
          <Tag color="gold">{t('shell.demo')}</Tag>
        </Tooltip>
      )}
      {!isNarrow && <LanguageSwitch />}
      {!isNarrow && <AppearanceSwitch />}
      <Bell />
      <AccountMenu />
    </Layout.Header>
  )
}

/** Finds an order in any shop by its number, its waybill, or the buyer. */
function HeaderSearch() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [words, setWords] = useState('')
  const find = () => {
    const search = words.trim()
    if (search) void navigate({ to: '/orders' as string, search: { search } as never })
  }
  return (
    <Input
      className="shell-search"
      prefix={<SearchOutlined />}
      placeholder={t('shell.search')}
      aria-label={t('shell.searchLabel')}
      value={words}
      onChange={(event) => setWords(event.target.value)}
      onPressEnter={find}
      allowClear
    />
  )
}
