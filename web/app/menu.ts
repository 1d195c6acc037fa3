import type { Me } from '#contract/team.ts'
import { opensPage, type PagePath } from './pages.ts'
import type { shellTexts } from './texts.ts'

export type MenuText = keyof (typeof shellTexts)['menu']
export type MenuEntry = { text: MenuText; to: PagePath; children?: readonly MenuEntry[] }
type Group = { text: MenuText; children: readonly MenuEntry[] }

/** The menu of the house, from top to bottom. An entry whose page would not open is not shown. */
const menu: readonly (MenuEntry | Group)[] = [
  { text: 'workbench', to: '/' },
  {
    text: 'orders',
    children: [
      { text: 'review', to: '/review' },
      { text: 'allOrders', to: '/orders' },
      { text: 'parcels', to: '/parcels' },
      { text: 'import', to: '/import' },
      { text: 'buyerReviews', to: '/reviews' },
      { text: 'totals', to: '/totals' },
    ],
  },
  {
    text: 'fulfilment',
    children: [
      { text: 'waybills', to: '/fulfilment/waybills' },
      { text: 'print', to: '/fulfilment/print' },
      { text: 'ship', to: '/fulfilment/ship' },
      { text: 'writeBacks', to: '/fulfilment/write-backs' },
      { text: 'tracking', to: '/fulfilment/tracking' },
    ],
  },
  { text: 'afterSales', to: '/after-sales' },
  {
    text: 'goodsAndStock',
    children: [
      { text: 'stock', to: '/stock' },
      { text: 'goods', to: '/goods' },
      { text: 'listings', to: '/listings' },
    ],
  },
  {
    text: 'shops',
    children: [
      { text: 'shopList', to: '/shops' },
      { text: 'quarantine', to: '/shops/quarantine' },
    ],
  },
  {
    text: 'team',
    children: [
      { text: 'staff', to: '/team' },
      { text: 'invitations', to: '/team/invitations' },
      { text: 'roles', to: '/team/roles' },
      { text: 'templates', to: '/team/templates' },
      { text: 'agents', to: '/team/agents' },
      { text: 'signInSecurity', to: '/team/security' },
      { text: 'leaving', to: '/team/leaving' },
      { text: 'reviews', to: '/team/reviews' },
      { text: 'privileges', to: '/team/privileges' },
    ],
  },
  {
    text: 'apps',
    children: [
      { text: 'appList', to: '/apps' },
      { text: 'ownApps', to: '/apps/mine' },
    ],
  },
  { text: 'log', to: '/log' },
  { text: 'settings', to: '/settings' },
]

/** What this person sees of the menu. A group with one entry left is shown as that entry. */
export function menuFor(me: Me): MenuEntry[] {
  return menu.flatMap((entry): MenuEntry[] => {
    if (!('to' in entry)) {
      const open = entry.children.filter(({ to }) => opensPage(me, to))
      const [first, ...others] = open
      if (!first) return []
      return [{ text: entry.text, to: first.to, ...(others.length > 0 && { children: open }) }]
    }
    return opensPage(me, entry.to) ? [entry] : []
  })
}

/** The entry a path belongs to: the longest beginning wins. */
export function entryAt(entries: readonly MenuEntry[], path: string): MenuEntry | undefined {
  const all = entries.flatMap((entry) => entry.children ?? [entry])
  const matching = all.filter((entry) => path === entry.to || (entry.to !== '/' && path.startsWith(`${entry.to}/`)))
  return matching.sort((a, b) => b.to.length - a.to.length)[0]
}
