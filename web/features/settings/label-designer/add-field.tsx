import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AnyElement } from './element-boxes.tsx'

type AddFieldProps<F> = { fields: readonly F[]; label: string; onAdd: (field: F) => void }

export function AddField<F extends AnyElement['field']>({ fields, label, onAdd }: AddFieldProps<F>) {
  const { t } = useTranslation()
  const nameOf = (field: AnyElement['field']) => t(`settings.fields.${field}`)
  const items = fields.map((field) => ({ key: field, label: nameOf(field), onClick: () => onAdd(field) }))
  return (
    <Dropdown trigger={['click']} menu={{ items, style: { maxHeight: 420, overflow: 'auto' } }}>
      <Button>{label}</Button>
    </Dropdown>
  )
}
