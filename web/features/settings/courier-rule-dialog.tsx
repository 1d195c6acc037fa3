import { Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CourierRuleRow } from '#contract/fulfilment.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { ShopSelect } from '#web/shared/shop-select.tsx'
import { useOperation } from '#web/shared/use-operation.ts'
import { useWarehouses } from '#web/shared/warehouse-select.tsx'
import { PROVINCES } from './provinces.ts'

export type RuleFields = Omit<CourierRuleRow, 'ruleId'>
/** Weights are typed in kilograms, money in yuan. */
type Typed = Pick<RuleFields, 'name' | 'carrierAccountIds'> & {
  shopIds?: string[]
  provinces?: string[]
  warehouseIds?: string[]
  minKilos?: number | null
  maxKilos?: number | null
  minYuan?: number | null
  maxYuan?: number | null
}
type DialogProps = { rule?: CourierRuleRow; isBusy: boolean; onClose: () => void; onSave: (fields: RuleFields) => void }

export function CourierRuleDialog({ rule, isBusy, onClose, onSave }: DialogProps) {
  const { t } = useTranslation()
  const rules = useRequired()
  const accounts = useOperation('fulfilment.listCarrierAccounts', {}).data?.rows ?? []
  const { rows: warehouses, isMany } = useWarehouses()
  return (
    <FormDialog<Typed>
      open
      title={t(rule ? 'settings.rules.editTitle' : 'settings.rules.add')}
      onClose={onClose}
      onSubmit={(typed) => onSave(fieldsOf(typed))}
      isBusy={isBusy}
      width={560}
      {...(rule && { initialValues: typedOf(rule) })}
    >
      <Form.Item name="name" label={t('settings.rules.name')} rules={rules}>
        <Input maxLength={50} placeholder={t('settings.rules.nameHint')} />
      </Form.Item>
      <Form.Item name="provinces" label={t('settings.rules.provinces')} extra={t('settings.rules.anyHint')}>
        <Select mode="multiple" allowClear options={PROVINCES.map((value) => ({ value, label: value }))} />
      </Form.Item>
      <Form.Item name="shopIds" label={t('shared.shop')}>
        <ShopSelect />
      </Form.Item>
      {isMany && (
        <Form.Item name="warehouseIds" label={t('shared.warehouse')}>
          <Select
            mode="multiple"
            allowClear
            options={warehouses.map(({ warehouseId, name }) => ({ value: warehouseId, label: name }))}
          />
        </Form.Item>
      )}
      <div className="form-pair">
        <Bound name="minKilos" label={t('settings.rules.weightFrom')} unit="kg" />
        <Bound name="maxKilos" label={t('settings.rules.weightBelow')} unit="kg" />
        <Bound name="minYuan" label={t('settings.rules.paidFrom')} unit="¥" />
        <Bound name="maxYuan" label={t('settings.rules.paidBelow')} unit="¥" />
      </div>
      <Form.Item
        name="carrierAccountIds"
        label={t('settings.rules.accounts')}
        extra={t('settings.rules.accountsHint')}
        rules={[{ required: true, type: 'array', min: 1, message: t('shared.required') }]}
      >
        <Select
          mode="multiple"
          options={accounts.map((row) => ({ value: row.carrierAccountId, label: `${row.carrierName} · ${row.sender.name}` }))}
        />
      </Form.Item>
    </FormDialog>
  )
}

function Bound({ name, label, unit }: { name: keyof Typed; label: string; unit: string }) {
  return (
    <Form.Item name={name} label={label}>
      <InputNumber min={0} max={1_000_000} step={0.5} suffix={unit} style={{ width: '100%' }} />
    </Form.Item>
  )
}

const times = (value: number | null | undefined, factor: number): number | null =>
  value === null || value === undefined ? null : Math.round(value * factor)
const above = (value: number | null): number | null => (value === 0 ? null : value)

function fieldsOf(typed: Typed): RuleFields {
  const { name, carrierAccountIds, shopIds = [], provinces = [], warehouseIds = [] } = typed
  return {
    ...{ name: name.trim(), carrierAccountIds, shopIds, provinces, warehouseIds },
    ...{ minGrams: times(typed.minKilos, 1000), maxGrams: above(times(typed.maxKilos, 1000)) },
    ...{ minFen: times(typed.minYuan, 100), maxFen: above(times(typed.maxYuan, 100)) },
  }
}

function typedOf({ minGrams, maxGrams, minFen, maxFen, ...rest }: CourierRuleRow): Typed {
  const over = (value: number | null, factor: number) => (value === null ? null : value / factor)
  return {
    ...rest,
    ...{ minKilos: over(minGrams, 1000), maxKilos: over(maxGrams, 1000), minYuan: over(minFen, 100), maxYuan: over(maxFen, 100) },
  }
}
