import {
  AppstoreOutlined,
  FileTextOutlined,
  HistoryOutlined,
  HomeOutlined,
  SendOutlined,
  SettingOutlined,
  ShopOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { Permission } from '#contract/permissions.ts'
import type { Me } from '#contract/team.ts'
import { mayDo } from './session.ts'
import type { shellTexts } from './texts.ts'

export type MenuText = keyof (typeof shellTexts)['menu']
export type MenuEntry = {
  text: MenuText
  to: string
  icon?: ReactNode
  /** Any one of these opens the page; the same list stands at the route. */
  needs: readonly Permission[]
  children?: readonly MenuEntry[]
}

/** The menu of the house, from top to bottom. An entry without the right to it is not shown. */
const menu: readonly MenuEntry[] = [
  { text: 'workbench', to: '/', icon: <HomeOutlined />, needs: ['account.self'] },
  {
    text: 'orders',
    to: '/orders',
    icon: <FileTextOutlined />,
    needs: ['orders.view'],
    children: [
      { text: 'review', to: '/review', needs: ['orders.review'] },
      { text: 'allOrders', to: '/orders', needs: ['orders.view'] },
      { text: 'parcels', to: '/parcels', needs: ['orders.view'] },
      { text: 'import', to: '/import', needs: ['orders.import'] },
      { text: 'totals', to: '/totals', needs: ['orders.summary'] },
    ],
  },
  {
    text: 'fulfilment',
    to: '/fulfilment',
    icon: <SendOutlined />,
    needs: ['fulfilment.view'],
    children: [
      { text: 'waybills', to: '/fulfilment/waybills', needs: ['fulfilment.view'] },
      { text: 'print', to: '/fulfilment/print', needs: ['fulfilment.view'] },
      { text: 'ship', to: '/fulfilment/ship', needs: ['fulfilment.view'] },
      { text: 'writeBacks', to: '/fulfilment/write-backs', needs: ['fulfilment.view'] },
    ],
  },
  {
    text: 'goodsAndStock',
    to: '/stock',
    icon: <AppstoreOutlined />,
    needs: ['inventory.view', 'catalog.view'],
    children: [
      { text: 'stock', to: '/stock', needs: ['inventory.view'] },
      { text: 'goods', to: '/goods', needs: ['catalog.view'] },
    ],
  },
  {
    text: 'shops',
    to: '/shops',
    icon: <ShopOutlined />,
    needs: ['shops.view'],
    children: [
      { text: 'shopList', to: '/shops', needs: ['shops.view'] },
      { text: 'quarantine', to: '/shops/quarantine', needs: ['intake.view'] },
    ],
  },
  {
    text: 'team',
    to: '/team',
    icon: <TeamOutlined />,
    needs: ['team.view'],
    children: [
      { text: 'staff', to: '/team', needs: ['team.view'] },
      { text: 'roles', to: '/team/roles', needs: ['team.view'] },
    ],
  },
  { text: 'log', to: '/log', icon: <HistoryOutlined />, needs: ['log.view'] },
  { text: 'settings', to: '/settings', icon: <SettingOutlined />, needs: ['orders.settings', 'fulfilment.settings'] },
]

/** What this person sees of the menu. A group with one entry left is shown as that entry. */
export function menuFor(me: Me): MenuEntry[] {
  const isOpen = (entry: MenuEntry) => entry.needs.some((permission) => mayDo(me, permission))
  return menu.filter(isOpen).map(({ children, ...entry }) => {
    const open = children?.filter(isOpen) ?? []
    const [only] = open
    if (open.length === 1 && only) return { ...entry, to: only.to }
    return open.length > 1 ? { ...entry, children: open } : entry
  })
}

/** The entry a path belongs to: the longest beginning wins. */
export function entryAt(entries: readonly MenuEntry[], path: string): MenuEntry | undefined {
  const all = entries.flatMap((entry) => entry.children ?? [entry])
  const matching = all.filter((entry) => path === entry.to || (entry.to !== '/' && path.startsWith(`${entry.to}/`)))
  return matching.sort((a, b) => b.to.length - a.to.length)[0]
}
