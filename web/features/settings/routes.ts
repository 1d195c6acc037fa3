import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { opens, shellRoute } from '#web/app/routes.tsx'

export const SETTINGS_TABS = ['review', 'printers', 'labels', 'carriers', 'courierRules', 'tracing', 'warehouses'] as const
export type SettingsTab = (typeof SETTINGS_TABS)[number]

export const settingsRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/settings',
    beforeLoad: opens('/settings'),
    validateSearch: (search: Record<string, unknown>): { tab?: SettingsTab } => {
      const tab = SETTINGS_TABS.find((each) => each === search.tab)
      return tab ? { tab } : {}
    },
    component: lazyRouteComponent(() => import('./settings-page.tsx'), 'SettingsPage'),
  }),
] as const
