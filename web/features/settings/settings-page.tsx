import { getRouteApi } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMayCall } from '#web/app/session.ts'
import { TracingServices } from '#web/features/tracing/tracing-services.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { CarrierAccounts } from './carrier-accounts.tsx'
import { CourierRules } from './courier-rules.tsx'
import { TemplateDesigner } from './label-designer/template-designer.tsx'
import { Printers } from './printers.tsx'
import { ReviewSettingsOfShop } from './review-settings.tsx'
import type { SettingsTab } from './routes.ts'
import { Warehouses } from './warehouses.tsx'

const route = getRouteApi('/shell/settings')

export function SettingsPage() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const { tab } = route.useSearch()
  const navigate = route.useNavigate()
  const tabs = [
    {
      key: 'review' as const,
      label: t('settings.review'),
      children: <ReviewSettingsOfShop />,
      isOpen: mayCall('orders.saveReviewSettings'),
    },
    { key: 'printers' as const, label: t('settings.printers'), children: <Printers />, isOpen: mayCall('fulfilment.addPrinter') },
    {
      key: 'labels' as const,
      label: t('settings.labels'),
      children: <TemplateDesigner />,
      isOpen: mayCall('fulfilment.savePrintTemplate'),
    },
    {
      key: 'carriers' as const,
      label: t('settings.carriers'),
      children: <CarrierAccounts />,
      isOpen: mayCall('fulfilment.addCarrierAccount'),
    },
    {
      key: 'courierRules' as const,
      label: t('settings.courierRules'),
      children: <CourierRules />,
      isOpen: mayCall('fulfilment.saveCourierRuleSet'),
    },
    {
      key: 'tracing' as const,
      label: t('settings.tracing'),
      children: <TracingServices />,
      isOpen: mayCall('tracing.listServices'),
    },
    {
      key: 'warehouses' as const,
      label: t('settings.warehouses'),
      children: <Warehouses />,
      isOpen: mayCall('shops.renameWarehouse'),
    },
  ]
  const open = tabs.filter(({ isOpen }) => isOpen)
  return (
    <>
      <PageTitle title={t('settings.title')} />
      <Tabs
        activeKey={tab ?? open[0]?.key ?? 'review'}
        onChange={(key) => void navigate({ search: { tab: key as SettingsTab }, replace: true })}
        items={open.map(({ key, label, children }) => ({ key, label, children }))}
      />
    </>
  )
}
