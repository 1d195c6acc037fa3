import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US.js'
import zhCN from 'antd/locale/zh_CN.js'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadAllTexts, startTranslations, useLanguage } from '#web/i18n/i18n.ts'
import { followAttention } from '#web/shared/attention.ts'
import { followAppearance, useTheme } from './appearance.ts'
import { Gates } from './gates.tsx'
import { queryClient } from './query-client.ts'
import { router } from './router.tsx'
import { carryStyleNonce } from './style-nonce.ts'
import '#web/shared/shared.css'
import './main.css'

const REST_AFTER_MS = 3000

function Zhanggui() {
  const theme = useTheme()
  const language = useLanguage()
  return (
    <ConfigProvider theme={theme} locale={language === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
      <App className="app-root" notification={{ placement: 'topRight', maxCount: 3 }} message={{ maxCount: 3 }}>
        <RouterProvider router={router} />
        <Gates />
      </App>
    </ConfigProvider>
  )
}

async function start() {
  carryStyleNonce()
  followAppearance()
  followAttention()
  await startTranslations()
  const root = document.getElementById('root')
  if (!root) throw new Error('index.html lacks #root')
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <Zhanggui />
      </QueryClientProvider>
    </StrictMode>,
  )
  // The first page needs few texts; the others are there before the reader gets to them.
  window.setTimeout(() => void loadAllTexts().catch(() => undefined), REST_AFTER_MS)
  // 45 kB of unicode ranges: after the first page, and only used where the device has no Chinese font of its own.
  await import('@fontsource-variable/noto-sans-sc/index.css')
}

void start()
