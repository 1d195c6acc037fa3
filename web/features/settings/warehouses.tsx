import { PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Form, Input, Select, type TableColumnsType, Tag, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShopRow, WarehouseRow } from '#contract/shops.ts'
import { useMay, useMayCall } from '#web/app/session.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import { useWarehouses } from '#web/shared/warehouse-select.tsx'

/** Which warehouses there are, and from which each shop ships. */
export function Warehouses() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const [isAdding, setAdding] = useState(false)
  const warehouses = useWarehouses()
  const shops = useShops()
  const warehouseColumns = useWarehouseColumns()
  const shopColumns = useShopColumns(warehouses.rows)
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" align="center" gap={8} wrap>
        <Typography.Text type="secondary">{t('settings.warehousesHint')}</Typography.Text>
        {mayCall('shops.addWarehouse') && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('settings.addWarehouse')}
          </Button>
        )}
      </Flex>
      <DataTable
        rows={warehouses.rows}
        rowKey="warehouseId"
        columns={warehouseColumns}
        card={(row) => <WarehouseCard row={row} />}
        list={warehouses}
        empty={{ title: t('settings.noWarehouses') }}
      />
      {warehouses.isMany && shops.rows.length > 0 && (
        <>
          <Typography.Title level={5} style={{ margin: '12px 0 0' }}>
            {t('settings.shopWarehouses')}
          </Typography.Title>
          <Typography.Text type="secondary">{t('settings.shopWarehousesHint')}</Typography.Text>
          <DataTable
            rows={shops.rows}
            rowKey="shopId"
            columns={shopColumns}
            card={(row) => <ShopCard row={row} warehouses={warehouses.rows} />}
            list={{ isLoading: shops.isLoading, error: null, reload: () => undefined }}
            empty={{ title: t('settings.noShops') }}
          />
        </>
      )}
      <AddWarehouse open={isAdding} onClose={() => setAdding(false)} />
    </Flex>
  )
}

function useWarehouseColumns(): TableColumnsType<WarehouseRow> {
  const { t } = useTranslation()
  return [
    { title: t('settings.name'), width: 220, render: (_, row) => <strong>{row.name}</strong> },
    { title: t('settings.shipsFor'), width: 420, render: (_, row) => <ShopTags row={row} /> },
    { title: '', width: 110, render: (_, row) => <RenameWarehouse row={row} /> },
  ]
}

function ShopTags({ row }: { row: WarehouseRow }) {
  if (row.shops.length === 0) return <span className="faint">—</span>
  return (
    <Flex gap={4} wrap>
      {row.shops.map((shop) => (
        <Tag key={shop.shopId}>{shop.name}</Tag>
      ))}
    </Flex>
  )
}

function WarehouseCard({ row }: { row: WarehouseRow }) {
  return (
    <Flex vertical gap={6} align="start">
      <strong>{row.name}</strong>
      <ShopTags row={row} />
      <RenameWarehouse row={row} />
    </Flex>
  )
}

function useShopColumns(warehouses: WarehouseRow[]): TableColumnsType<ShopRow> {
  const { t } = useTranslation()
  return [
    { title: t('shared.shop'), width: 260, render: (_, row) => <strong>{row.name}</strong> },
    { title: t('shared.warehouse'), width: 260, render: (_, row) => <ShipsFrom row={row} warehouses={warehouses} /> },
  ]
}

function ShopCard({ row, warehouses }: { row: ShopRow; warehouses: WarehouseRow[] }) {
  return (
    <Flex justify="space-between" align="center" gap={8}>
      <strong>{row.name}</strong>
      <ShipsFrom row={row} warehouses={warehouses} />
    </Flex>
  )
}

function ShipsFrom({ row, warehouses }: { row: ShopRow; warehouses: WarehouseRow[] }) {
  const { t } = useTranslation()
  const may = useMay()
  const { shopId, version } = row
  const set = useCommand('shops.setShopWarehouse')
  return (
    <Select
      style={{ width: 220 }}
      aria-label={t('settings.shipsFrom', { shop: row.name })}
      value={row.warehouseId}
      loading={set.isPending}
      disabled={!may('shops.manage', shopId) || set.isPending}
      onChange={(warehouseId) => set.mutate({ shopId, version, warehouseId })}
      options={warehouses.map(({ warehouseId, name }) => ({ value: warehouseId, label: name }))}
    />
  )
}

function RenameWarehouse({ row }: { row: WarehouseRow }) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const [isOpen, setOpen] = useState(false)
  const { warehouseId, version } = row
  const rename = useCommand('shops.renameWarehouse', { onDone: () => setOpen(false) })
  if (!mayCall('shops.renameWarehouse')) return null
  return (
    <>
      <Button size="small" type="text" onClick={() => setOpen(true)}>
        {t('settings.rename')}
      </Button>
      <NameDialog
        open={isOpen}
        title={t('settings.rename')}
        name={row.name}
        isBusy={rename.isPending}
        onClose={() => setOpen(false)}
        onName={(name) => rename.mutate({ warehouseId, version, name })}
      />
    </>
  )
}

function AddWarehouse({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const add = useCommand('shops.addWarehouse', { onDone: onClose })
  return (
    <NameDialog
      open={open}
      title={t('settings.addWarehouse')}
      name=""
      isBusy={add.isPending}
      onClose={onClose}
      onName={(name) => add.mutate({ name })}
    />
  )
}

type NameDialogProps = {
  open: boolean
  title: string
  name: string
  isBusy: boolean
  onClose: () => void
  onName: (name: string) => void
}

function NameDialog({ open, title, name, isBusy, onClose, onName }: NameDialogProps) {
  const { t } = useTranslation()
  const rules = useRequired()
  return (
    <FormDialog<{ name: string }>
      open={open}
      title={title}
      onClose={onClose}
      onSubmit={(fields) => onName(fields.name)}
      isBusy={isBusy}
      width={400}
      initialValues={{ name }}
    >
      <Form.Item name="name" label={t('settings.name')} rules={rules}>
        <Input autoFocus maxLength={200} placeholder={t('settings.warehouseNameHint')} />
      </Form.Item>
    </FormDialog>
  )
}
