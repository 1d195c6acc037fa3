import { BulbOutlined, MoonOutlined, SunOutlined, TranslationOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, useLanguage } from '#web/i18n/i18n.ts'
import { type Appearance, chooseAppearance, useAppearance } from './appearance.ts'

/** One click changes to the other language; its name is written in that language. */
export function LanguageSwitch() {
  const language = useLanguage()
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <Button type="text" icon={<TranslationOutlined />} onClick={() => void chooseLanguage(other)} lang={other}>
      {other === 'zh' ? '中文' : 'English'}
    </Button>
  )
}

const icons = { system: <BulbOutlined />, light: <SunOutlined />, dark: <MoonOutlined /> }
const appearances = ['system', 'light', 'dark'] as const

export function AppearanceSwitch() {
  const { t } = useTranslation()
  const chosen = useAppearance()
  const items = appearances.map((key) => ({ key, icon: icons[key], label: t(`shell.${key}`) }))
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items, selectable: true, selectedKeys: [chosen], onClick: ({ key }) => chooseAppearance(key as Appearance) }}
    >
      <Button type="text" icon={icons[chosen]} aria-label={t('shell.appearance')} />
    </Dropdown>
  )
}
