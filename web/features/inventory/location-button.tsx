import { EnvironmentOutlined } from '@ant-design/icons'
import { Button, Flex, Form, Input, Popover, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StockRow } from '#contract/inventory.ts'
import { useMayCall } from '#web/app/session.ts'
import { useCommand } from '#web/shared/use-operation.ts'
import { useWarehouses } from '#web/shared/warehouse-select.tsx'

/** Where goods lie, warehouse by warehouse; a click changes it. */
export function LocationButton({ row }: { row: StockRow }) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const [isOpen, setOpen] = useState(false)
  const { rows: warehouses, isMany } = useWarehouses()
  const shown = warehouses.filter(({ warehouseId }) => placeOf(row, warehouseId) !== '')
  const text = (
    <Flex vertical align="start">
      {shown.map(({ warehouseId, name }) => (
        <span key={warehouseId}>
          {isMany && <Typography.Text type="secondary">{name} </Typography.Text>}
          {placeOf(row, warehouseId)}
        </span>
      ))}
    </Flex>
  )
  if (!mayCall('inventory.setLocations')) return text
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      title={t('inventory.locationOf', { sku: row.code })}
      content={
        <Flex vertical gap={8}>
          {warehouses.map((warehouse) => (
            <LocationForm
              key={warehouse.warehouseId}
              row={row}
              warehouseId={warehouse.warehouseId}
              name={isMany ? warehouse.name : ''}
              onDone={() => setOpen(isMany)}
            />
          ))}
        </Flex>
      }
      destroyOnHidden
    >
      <Button
        type="text"
        size="small"
        style={{ height: 'auto' }}
        aria-label={t('inventory.locationOf', { sku: row.code })}
        icon={shown.length === 0 && <EnvironmentOutlined />}
      >
        {shown.length === 0 ? <span className="faint">{t('inventory.noLocation')}</span> : text}
      </Button>
    </Popover>
  )
}

type FormProps = { row: StockRow; warehouseId: string; name: string; onDone: () => void }
function LocationForm({ row, warehouseId, name, onDone }: FormProps) {
  const { t } = useTranslation()
  const save = useCommand('inventory.setLocations', { onDone })
  return (
    <Form
      layout="inline"
      initialValues={{ location: placeOf(row, warehouseId) }}
      onFinish={({ location = '' }: { location?: string }) => save.mutate({ warehouseId, items: [{ sku: row.code, location }] })}
    >
      <Form.Item name="location" label={name || undefined} colon={false}>
        <Input
          autoFocus
          maxLength={40}
          placeholder="A-01-02"
          aria-label={`${t('inventory.location')} ${name}`}
          style={{ width: 130 }}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('shared.save')}
      </Button>
    </Form>
  )
}

const placeOf = ({ locations }: StockRow, warehouseId: string): string =>
  locations.find((one) => one.warehouseId === warehouseId)?.location ?? ''
