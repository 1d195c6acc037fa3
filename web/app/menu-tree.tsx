import { Link, useLocation } from '@tanstack/react-router'
import { Menu } from 'antd'
import { useTranslation } from 'react-i18next'
import { entryAt, type MenuEntry } from './menu.ts'
import { menuIcons } from './menu-icons.tsx'

export function MenuTree({
  entries,
  isCollapsed,
  onChosen,
}: {
  entries: MenuEntry[]
  isCollapsed?: boolean
  onChosen?: () => void
}) {
  const { t } = useTranslation()
  const path = useLocation({ select: (location) => location.pathname })
  const active = entryAt(entries, path)
  const group = entries.find((entry) => entry.children?.some((child) => child === active))
  const item = (entry: MenuEntry) => ({
    key: entry.text,
    icon: menuIcons[entry.text],
    label: <Link to={entry.to}>{t(`shell.menu.${entry.text}`)}</Link>,
  })
  return (
    <Menu
      mode="inline"
      selectedKeys={active ? [active.text] : []}
      {...(!isCollapsed && { defaultOpenKeys: ['orders', 'fulfilment', ...(group ? [group.text] : [])] })}
      items={entries.map((entry) =>
        entry.children
          ? {
              key: entry.text,
              icon: menuIcons[entry.text],
              label: t(`shell.menu.${entry.text}`),
              children: entry.children.map(item),
            }
          : item(entry),
      )}
      onClick={() => onChosen?.()}
    />
  )
}
