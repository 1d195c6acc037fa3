import { Alert, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMayCall } from '#web/app/session.ts'
import { FormDialog } from '#web/shared/form-dialog.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import { useWarehouses } from '#web/shared/warehouse-select.tsx'
import { placesIn } from './location-list.ts'

const MOST = 1000
type Fields = { warehouseId: string; list: string }

/** Many places at once, pasted from a spreadsheet. */
export function LocationsButton() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const [isOpen, setOpen] = useState(false)
  if (!mayCall('inventory.setLocations')) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('inventory.manyLocations')}</Button>
      {isOpen && <LocationsDialog onClose={() => setOpen(false)} />}
    </>
  )
}

function LocationsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { rows: warehouses, isMany } = useWarehouses()
  const [form] = Form.useForm<Fields>()
  const { items, wrong } = placesIn(Form.useWatch('list', form) ?? '')
  const title = t('inventory.manyLocations')
  const save = useBulkCommand('inventory.setLocations', { title, nameOf: (code) => code, onDone: onClose })
  const main = warehouses[0]?.warehouseId
  return (
    <FormDialog<Fields>
      open
      form={form}
      title={title}
      onClose={onClose}
      isBusy={save.isPending}
      isBlocked={items.length === 0 || items.length > MOST || wrong.length > 0}
      onSubmit={({ warehouseId = main }) => warehouseId && save.run({ warehouseId, items })}
    >
      {isMany && (
        <Form.Item name="warehouseId" label={t('shared.warehouse')} initialValue={main}>
          <Select options={warehouses.map(({ warehouseId, name }) => ({ value: warehouseId, label: name }))} />
        </Form.Item>
      )}
      <Form.Item name="list" label={t('inventory.locationList')} extra={t('inventory.locationListHint')}>
        <Input.TextArea autoFocus rows={8} placeholder={'CUP-GN\tA-01-02\nBAG-BK\tA-01-03'} />
      </Form.Item>
      {wrong.length > 0 && (
        <Alert type="warning" title={t('inventory.locationLinesWrong', { lines: wrong.slice(0, 20).join('、') })} />
      )}
      {items.length > MOST && <Alert type="warning" title={t('inventory.locationsTooMany', { n: MOST })} />}
    </FormDialog>
  )
}
