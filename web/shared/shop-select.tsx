import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay } from '#web/app/session.ts'
import { useOperation } from './use-operation.ts'

/** Shops this person may see, and their names by id. */
export function useShops() {
  const may = useMay()
  const query = useOperation('shops.listShops', {}, { enabled: may('shops.view'), staleMs: 30_000 })
  const rows = query.data?.rows ?? []
  return {
    rows,
    isLoading: query.isLoading,
    nameOf: (shopId: string) => rows.find((shop) => shop.shopId === shopId)?.name ?? shopId.slice(0, 8),
  }
}

type ShopSelectProps = { value?: string[] | undefined; onChange?: (shopIds: string[]) => void; placeholder?: string; id?: string }

/** Several shops; none chosen = all of them. */
export function ShopSelect({ value, onChange, placeholder, id }: ShopSelectProps) {
  const { t } = useTranslation()
  const { rows } = useShops()
  return (
    <Select
      {...(id && { id })}
      mode="multiple"
      allowClear
      maxTagCount="responsive"
      showSearch={{ optionFilterProp: 'label' }}
      style={{ minWidth: 180, maxWidth: 360 }}
      placeholder={placeholder ?? t('shared.allShops')}
      value={value ?? []}
      onChange={(shopIds) => onChange?.(shopIds)}
      options={rows.map((shop) => ({ value: shop.shopId, label: shop.name }))}
    />
  )
}
