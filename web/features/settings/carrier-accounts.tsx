import { PlusOutlined } from '@ant-design/icons'
import { Button, Flex, type TableColumnsType, Tag, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CarrierAccountRow } from '#contract/fulfilment.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { useOperation } from '#web/shared/use-operation.ts'
import './settings.css'
import { AddCarrierAccount } from './add-carrier-account.tsx'

/** With whom labels are made, and which address stands on them as the sender. */
export function CarrierAccounts() {
  const { t } = useTranslation()
  const [isAdding, setAdding] = useState(false)
  const accounts = useOperation('fulfilment.listCarrierAccounts', {})
  const columns = useColumns()
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" align="center" gap={8} wrap>
        <Typography.Text type="secondary">{t('settings.carriersHint')}</Typography.Text>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
          {t('settings.addCarrier')}
        </Button>
      </Flex>
      <DataTable
        rows={accounts.data?.rows ?? []}
        rowKey="carrierAccountId"
        columns={columns}
        card={(row) => <AccountCard row={row} />}
        list={{ isLoading: accounts.isLoading, error: accounts.error, reload: () => void accounts.refetch() }}
        empty={{ title: t('settings.noCarriers'), hint: t('settings.noCarriersHint') }}
      />
      <AddCarrierAccount open={isAdding} onClose={() => setAdding(false)} />
    </Flex>
  )
}

function senderText({ sender }: CarrierAccountRow): string {
  return `${sender.name} ${sender.phone} ${sender.province}${sender.city}${sender.district}${sender.address}`
}

function useColumns(): TableColumnsType<CarrierAccountRow> {
  const { t } = useTranslation()
  return [
    { title: t('settings.carrier'), width: 180, render: (_, row) => <CarrierName row={row} /> },
    { title: t('settings.interface'), width: 140, render: (_, row) => <InterfaceName name={row.interfaceName} /> },
    { title: t('shared.shop'), width: 170, render: (_, row) => <ShopName shopId={row.shopId} /> },
    { title: t('settings.sender'), width: 420, render: (_, row) => senderText(row) },
  ]
}

function CarrierName({ row }: { row: CarrierAccountRow }) {
  const { t } = useTranslation()
  return (
    <Flex gap={6} align="center">
      <strong>{row.carrierName}</strong>
      {row.isDefault && <Tag color="blue">{t('settings.isDefault')}</Tag>}
    </Flex>
  )
}

function InterfaceName({ name }: { name: string }) {
  const { t, i18n } = useTranslation()
  const key = `settings.interfaces.${name}`
  return i18n.exists(key) ? t(key as 'settings.interfaces.cainiao') : name
}

function ShopName({ shopId }: { shopId: string | null }) {
  const { t } = useTranslation()
  const { nameOf } = useShops()
  return shopId === null ? t('shared.allShops') : nameOf(shopId)
}

function AccountCard({ row }: { row: CarrierAccountRow }) {
  return (
    <Flex vertical gap={4}>
      <CarrierName row={row} />
      <span>
        <InterfaceName name={row.interfaceName} /> · <ShopName shopId={row.shopId} />
      </span>
      <Typography.Text type="secondary">{senderText(row)}</Typography.Text>
    </Flex>
  )
}
