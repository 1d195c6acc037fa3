import { type ThemeConfig, theme } from 'antd'
import { useSyncExternalStore } from 'react'

/** What the reader chose; `system` follows the device. */
export type Appearance = 'system' | 'light' | 'dark'

const STORAGE_KEY = 'zhanggui.appearance'
/** Whoever asks their device for less motion gets none: nothing is waited for. */
const prefersStillness = window.matchMedia('(prefers-reduced-motion: reduce)')
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

function chosenAppearance(): Appearance {
  const stored = localStorage.getItem(STORAGE_KEY)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

function isDark(): boolean {
  const chosen = chosenAppearance()
  return chosen === 'system' ? prefersDark.matches : chosen === 'dark'
}

function announce() {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light'
  for (const listener of listeners) listener()
}

export function chooseAppearance(appearance: Appearance) {
  localStorage.setItem(STORAGE_KEY, appearance)
  announce()
}

export function followAppearance() {
  prefersDark.addEventListener('change', announce)
  announce()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useAppearance(): Appearance {
  return useSyncExternalStore(subscribe, chosenAppearance)
}

/** The reader's own Chinese font comes first; the packaged one is fetched, piece by piece, only where there is none. */
const fontFamily = [
  'system-ui',
  '-apple-system',
  "'Segoe UI'",
  "'PingFang SC'",
  "'Hiragino Sans GB'",
  "'Microsoft YaHei'",
  "'Noto Sans SC Variable'",
  'sans-serif',
].join(', ')

export function useTheme(): ThemeConfig {
  const dark = useSyncExternalStore(subscribe, isDark)
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: 'zhanggui' },
    token: {
      motion: !prefersStillness.matches,
      fontFamily,
      colorPrimary: dark ? '#4f83ff' : '#2456d6',
      colorInfo: dark ? '#4f83ff' : '#2456d6',
      colorBgLayout: dark ? '#0c0d0f' : '#f4f5f7',
      borderRadius: 6,
      wireframe: false,
      ...(dark && { colorBgContainer: '#17191d', colorBgElevated: '#202329' }),
    },
    components: {
      Layout: {
        siderBg: 'var(--ant-color-bg-container)',
        headerBg: 'var(--ant-color-bg-container)',
        headerHeight: 52,
        headerPadding: '0 20px',
      },
      Menu: { itemHeight: 36, activeBarBorderWidth: 0, itemBg: 'transparent', subMenuItemBg: 'transparent' },
      Table: { cellPaddingBlockMD: 7, cellPaddingInlineMD: 10, headerSplitColor: 'transparent' },
    },
  }
}
