import { Link } from '@tanstack/react-router'
import { Button, Flex, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay, useMayCall, useMe } from '#web/app/session.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useOperation } from '#web/shared/use-operation.ts'
import { Attention } from './attention.tsx'
import { MyParcels, UrgentParcels } from './parcel-cards.tsx'
import { RunningBatches } from './running-batches.tsx'
import { StationTiles } from './station-tiles.tsx'
import './workbench.css'

const LIVE_MS = 5_000
type Counts = OutputOf<'orders.countStations'>

/** The first page of the day: what waits, where, and what is going wrong. */
export function WorkbenchPage() {
  const may = useMay()
  const seesOrders = may('orders.view')
  const counts = useOperation('orders.countStations', {}, { live: LIVE_MS, enabled: seesOrders }).data
  return (
    <>
      <Greeting />
      {seesOrders && (counts ? <Work counts={counts} /> : <Skeleton active paragraph={{ rows: 6 }} />)}
    </>
  )
}

function Greeting() {
  const { t } = useTranslation()
  const { name } = useMe()
  const hour = new Date().getHours()
  const time = hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening'
  return <PageTitle title={t(`workbench.greetings.${time}`, { name })} />
}

function Work({ counts }: { counts: Counts }) {
  const may = useMay()
  const isEmpty = Object.values(counts.stations).every((count) => count === 0)
  return (
    <Flex vertical gap={16}>
      {isEmpty ? <Welcome /> : <StationTiles counts={counts} />}
      <Attention counts={counts} />
      {may('fulfilment.view') && <RunningBatches />}
      {!isEmpty && (
        <div className="workbench-lists">
          <UrgentParcels />
          {may('orders.review') && <MyParcels />}
        </div>
      )}
    </Flex>
  )
}

function Welcome() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  return (
    <EmptyList
      title={t('workbench.welcome')}
      hint={t('workbench.welcomeHint')}
      action={
        <Flex gap={8} justify="center">
          {mayCall('shops.addShop') && (
            <Link to="/shops">
              <Button type="primary">{t('workbench.connectShop')}</Button>
            </Link>
          )}
          {mayCall('orders.startImport') && (
            <Link to="/import">
              <Button>{t('workbench.importFile')}</Button>
            </Link>
          )}
        </Flex>
      }
    />
  )
}
