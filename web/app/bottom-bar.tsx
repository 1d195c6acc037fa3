import { MenuOutlined } from '@ant-design/icons'
import { Link, useLocation } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { entryAt, type MenuEntry } from './menu.ts'
import { menuIcons } from './menu-icons.tsx'
import { MenuTree } from './menu-tree.tsx'

/** The daily pages within a thumb's reach; the whole menu behind “more”. */
export function BottomBar({ entries }: { entries: MenuEntry[] }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const path = useLocation({ select: (location) => location.pathname })
  const active = entryAt(entries, path)
  return (
    <nav className="shell-bottom">
      {entries.slice(0, 4).map((entry) => (
        <Link
          key={entry.text}
          to={entry.children?.[0]?.to ?? entry.to}
          data-active={
            entry === active || entry.text === active?.text || Boolean(entry.children?.some((child) => child === active))
          }
        >
          {menuIcons[entry.text]}
          {t(`shell.menu.${entry.text}`)}
        </Link>
      ))}
      <button type="button" onClick={() => setOpen(true)}>
        <MenuOutlined />
        {t('shell.more')}
      </button>
      <Drawer
        open={isOpen}
        onClose={() => setOpen(false)}
        placement="left"
        size={264}
        title={t('shell.name')}
        styles={{ body: { padding: 8 } }}
      >
        <MenuTree entries={entries} onChosen={() => setOpen(false)} />
      </Drawer>
    </nav>
  )
}
