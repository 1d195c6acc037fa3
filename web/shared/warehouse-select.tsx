import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMayCall } from '#web/app/session.ts'
import { useOperation } from './use-operation.ts'

/** Warehouses this person reaches. With a single one there is nothing to choose, and lists do not speak of it. */
export function useWarehouses() {
  const mayCall = useMayCall()
  const query = useOperation('shops.listWarehouses', {}, { enabled: mayCall('shops.listWarehouses'), staleMs: 30_000 })
  const rows = query.data?.rows ?? []
  return { rows, isLoading: query.isLoading, error: query.error, reload: () => void query.refetch(), isMany: rows.length > 1 }
}

type WarehouseSelectProps = { value: string[] | undefined; onChange: (warehouseIds: string[]) => void }

/** Several warehouses; none chosen = all of them. */
export function WarehouseSelect({ value, onChange }: WarehouseSelectProps) {
  const { t } = useTranslation()
  const { rows, isMany } = useWarehouses()
  if (!isMany) return null
  return (
    <Select
      mode="multiple"
      allowClear
      maxTagCount="responsive"
      style={{ minWidth: 150, maxWidth: 300 }}
      placeholder={t('shared.allWarehouses')}
      aria-label={t('shared.warehouse')}
      value={value ?? []}
      onChange={onChange}
      options={rows.map((warehouse) => ({ value: warehouse.warehouseId, label: warehouse.name }))}
    />
  )
}
