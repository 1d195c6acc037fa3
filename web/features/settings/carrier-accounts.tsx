import { PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Popconfirm, type TableColumnsType, Tag, Tooltip, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CarrierAccountRow } from '#contract/fulfilment.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import './settings.css'
import { AddCarrierAccount, EditCarrierAccount } from './carrier-account-dialog.tsx'

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
    { title: t('settings.sender'), width: 360, render: (_, row) => senderText(row) },
    { title: '', width: 160, render: (_, row) => <AccountActs row={row} /> },
  ]
}

function CarrierName({ row }: { row: CarrierAccountRow }) {
  const { t } = useTranslation()
  return (
    <Flex gap={6} align="center">
      <strong>{row.carrierName}</strong>
      {row.isDefault && <Tag color="blue">{t('settings.isDefault')}</Tag>}
      {row.problem !== '' && (
        <Tooltip title={row.problem}>
          <Tag color="error">{t('settings.carrierTrouble')}</Tag>
        </Tooltip>
      )}
    </Flex>
  )
}

function InterfaceName({ name }: { name: string }) {
  const language = useLanguage()
  const interfaces = useOperation('fulfilment.listCarriers', {}).data?.interfaces ?? []
  return interfaces.find(({ interfaceName }) => interfaceName === name)?.[language] ?? name
}

function AccountActs({ row }: { row: CarrierAccountRow }) {
  const { t } = useTranslation()
  const [isEditing, setEditing] = useState(false)
  const end = useCommand('fulfilment.endCarrierAccount')
  const { carrierAccountId, version } = row
  return (
    <Flex gap={6}>
      <Button onClick={() => setEditing(true)}>{t('settings.edit')}</Button>
      <Popconfirm title={t('settings.endAsk')} onConfirm={() => end.mutate({ carrierAccountId, version })}>
        <Button danger loading={end.isPending}>
          {t('settings.end')}
        </Button>
      </Popconfirm>
      {isEditing && <EditCarrierAccount row={row} onClose={() => setEditing(false)} />}
    </Flex>
  )
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
      <AccountActs row={row} />
    </Flex>
  )
}
