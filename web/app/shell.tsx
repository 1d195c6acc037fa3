import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import { Layout } from 'antd'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsDesk } from '#web/features/fulfilment/print-component/this-desk.ts'
import { onSessionEnded } from '#web/shared/api.ts'
import { RefusalsProvider } from '#web/shared/refusals.tsx'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { BottomBar } from './bottom-bar.tsx'
import { Header } from './header.tsx'
import { useIdleLock } from './idle-lock.ts'
import mark from './mark.svg'
import { type MenuEntry, menuFor } from './menu.ts'
import { MenuTree } from './menu-tree.tsx'
import { useConnection, useRealtime } from './realtime.ts'
import { useMe } from './session.ts'
import { ViewBanner } from './view-banner.tsx'

const PrintDesk = lazy(async () => ({
  default: (await import('#web/features/fulfilment/print-component/print-desk.tsx')).PrintDesk,
}))
const COLLAPSED_KEY = 'zhanggui.menuCollapsed'

/** The frame around every page after sign-in. */
export function Shell() {
  const client = useQueryClient()
  const isNarrow = useIsNarrow()
  useRealtime(client)
  useLeaveWhenSessionEnds()
  useIdleLock()
  const entries = menuFor(useMe())
  const isDesk = useIsDesk()
  return (
    <Layout className="shell">
      {!isNarrow && <SideMenu entries={entries} />}
      <Layout>
        <ViewBanner />
        <Header />
        <OfflineHint />
        <Layout.Content className="shell-content">
          <RefusalsProvider>
            <Outlet />
          </RefusalsProvider>
        </Layout.Content>
      </Layout>
      {isNarrow && <BottomBar entries={entries} />}
      {isDesk && (
        <Suspense fallback={null}>
          <PrintDesk />
        </Suspense>
      )}
    </Layout>
  )
}

function useLeaveWhenSessionEnds() {
  const client = useQueryClient()
  const navigate = useNavigate()
  useEffect(() => {
    let isLeaving = false
    return onSessionEnded((ended) => {
      if (isLeaving) return
      isLeaving = true
      const next = window.location.pathname + window.location.search
      void navigate({ to: '/login', search: { ...(next !== '/' && { next }), ended } }).then(() => client.clear())
    })
  }, [client, navigate])
}

function OfflineHint() {
  const { t } = useTranslation()
  if (useConnection() !== 'offline') return null
  return (
    <div className="shell-offline" role="status">
      {t('shell.offline')} · {t('shell.offlineHint')}
    </div>
  )
}

function SideMenu({ entries }: { entries: MenuEntry[] }) {
  const { t } = useTranslation()
  const [isCollapsed, setCollapsed] = useState(() => localStorage.getItem(COLLAPSED_KEY) === 'yes')
  const toggle = () => {
    localStorage.setItem(COLLAPSED_KEY, isCollapsed ? 'no' : 'yes')
    setCollapsed(!isCollapsed)
  }
  return (
    <Layout.Sider className="shell-side" theme="light" width={208} collapsedWidth={64} collapsed={isCollapsed} trigger={null}>
      <Link to={'/' as string} className="shell-brand">
        <img src={mark} alt="" />
        {!isCollapsed && <strong>{t('shell.name')}</strong>}
      </Link>
      <MenuTree entries={entries} isCollapsed={isCollapsed} />
      <button type="button" className="shell-collapse" onClick={toggle} aria-expanded={!isCollapsed}>
        {isCollapsed ? <MenuUnfoldOutlined title={t('shell.expand')} /> : <MenuFoldOutlined />}
        {!isCollapsed && t('shell.collapse')}
      </button>
    </Layout.Sider>
  )
}
