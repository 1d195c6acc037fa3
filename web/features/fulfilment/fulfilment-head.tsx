import { useNavigate } from '@tanstack/react-router'
import { Badge, Tabs } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#web/app/session.ts'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useOperation } from '#web/shared/use-operation.ts'

const TABS = {
  waybill: '/fulfilment/waybills',
  print: '/fulfilment/print',
  ship: '/fulfilment/ship',
  writeBacks: '/fulfilment/write-backs',
} as const
export type FulfilmentTab = keyof typeof TABS

/** The stations behind review, side by side, each with how many wait there. */
export function FulfilmentHead({ tab, actions }: { tab: FulfilmentTab; actions?: ReactNode }) {
  const { t } = useTranslation()
  const may = useMay()
  const navigate = useNavigate()
  const counts = useOperation('orders.countStations', {}, { live: true, enabled: may('orders.view') }).data
  const numberOf = (each: FulfilmentTab) => (each === 'writeBacks' ? counts?.writeBackFailed : counts?.stations[each]) ?? 0
  return (
    <>
      <PageTitle title={t('fulfilment.title')} actions={actions} />
      <Tabs
        className="fulfilment-tabs"
        activeKey={tab}
        onChange={(chosen) => void navigate({ to: TABS[chosen as FulfilmentTab], search: {} })}
        items={(Object.keys(TABS) as FulfilmentTab[]).map((each) => ({
          key: each,
          label: (
            <>
              {t(`fulfilment.tabs.${each}`)}{' '}
              <Badge
                count={numberOf(each)}
                overflowCount={99_999}
                size="small"
                color={each === 'writeBacks' ? 'var(--ant-color-error)' : 'var(--ant-color-text-quaternary)'}
              />
            </>
          ),
        }))}
      />
    </>
  )
}
