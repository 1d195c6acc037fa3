import { LoadingOutlined } from '@ant-design/icons'
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

/** Nothing was asked of the server for so long: the page has what it shows. */
const QUIET_MS = 300
const LOOK_MS = 100

/** The icon of its own comes and goes without a motion: antd's stays for ever, and is read out, when the answer comes before the motion began. */
const button = { autoInsertSpace: false, loadingIcon: <LoadingOutlined /> }

function Zhanggui() {
  const theme = useTheme()
  const language = useLanguage()
  return (
    <ConfigProvider theme={theme} locale={language === 'zh' ? zhCN : enUS} button={button}>
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
  void bringOtherTexts()
  // 45 kB of unicode ranges: after the first page, and only used where the device has no Chinese font of its own.
  await import('@fontsource-variable/noto-sans-sc/index.css')
}

/** The first page needs few texts; the others are there before the reader gets to them, but never in the way of its contents. */
async function bringOtherTexts() {
  let quietMs = 0
  while (quietMs < QUIET_MS) {
    await new Promise((resolve) => window.setTimeout(resolve, LOOK_MS))
    quietMs = queryClient.isFetching() === 0 && router.state.status === 'idle' ? quietMs + LOOK_MS : 0
  }
  await loadAllTexts().catch(() => undefined)
}

void start()
