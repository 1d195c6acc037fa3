import { EllipsisOutlined } from '@ant-design/icons'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Alert, Button, Dropdown, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay } from '#web/app/session.ts'
import { AllocateAct } from '#web/features/orders/allocate-act.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { FulfilmentHead } from './fulfilment-head.tsx'
import { BatchesInView, StationList } from './station-list.tsx'
import { type Batches, type Station, useBatches, useStation } from './use-station.ts'

const route = getRouteApi('/shell/fulfilment/waybills')

/** Approved parcels get their numbers from the carrier. */
export function WaybillStation() {
  const search = route.useSearch()
  const navigate = useNavigate()
  const may = useMay()
  const station = useStation('waybill', search)
  const batches = useBatches('waybill')
  const mayAct = may('fulfilment.waybill')
  return (
    <>
      <FulfilmentHead tab="waybill" />
      {mayAct && <NoAccounts />}
      <BatchesInView batches={batches} nameOf={station.nameOf} mayAct={mayAct} />
      <StationList
        kind="waybill"
        search={search}
        onSearch={(next) => void navigate({ to: '/fulfilment/waybills', search: next })}
        station={station}
        mayAct={mayAct}
      >
        <GetWaybills station={station} batches={batches} />
        <AllocateAct targets={station.targets} layout="bar" onDone={station.selection.clear} />
      </StationList>
    </>
  )
}

function NoAccounts() {
  const { t } = useTranslation()
  const may = useMay()
  const accounts = useOperation('fulfilment.listCarrierAccounts', {})
  if (accounts.data?.rows.length !== 0) return null
  return (
    <Alert
      className="filter-bar"
      type="warning"
      showIcon
      title={t('fulfilment.noAccounts')}
      action={
        may('fulfilment.settings') && (
          <Link to="/settings" search={{ tab: 'carriers' }}>
            {t('fulfilment.toSettings')}
          </Link>
        )
      }
    />
  )
}

function GetWaybills({ station, batches }: { station: Station; batches: Batches }) {
  const { t } = useTranslation()
  const accounts = useOperation('fulfilment.listCarrierAccounts', {}).data?.rows ?? []
  const request = useCommand('fulfilment.requestWaybills', {
    onDone: ({ batchId }) => {
      batches.follow(batchId)
      station.selection.clear()
    },
  })
  const get = (carrierAccountId?: string) =>
    request.mutate({ parcelIds: station.selection.keys, ...(carrierAccountId && { carrierAccountId }) })
  return (
    <Space.Compact>
      <Button type="primary" loading={request.isPending} onClick={() => get()}>
        {t('fulfilment.getWaybills')}
      </Button>
      {accounts.length > 1 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: accounts.map((account) => ({
              key: account.carrierAccountId,
              label: `${account.carrierName} · ${account.sender.name}${account.isDefault ? ` · ${t('fulfilment.defaultAccount')}` : ''}`,
            })),
            onClick: ({ key }) => get(key),
          }}
        >
          <Button type="primary" icon={<EllipsisOutlined />} aria-label={t('fulfilment.withAccount')} />
        </Dropdown>
      )}
    </Space.Compact>
  )
}
