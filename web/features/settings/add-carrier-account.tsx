import { Checkbox, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '#web/i18n/i18n.ts'
import type { InputOf } from '#web/shared/api.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'

type Fields = InputOf<'fulfilment.addCarrierAccount'>
const INTERFACES = ['cainiao', 'douyin', 'pinduoduo', 'wechat'] as const

export function AddCarrierAccount({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const add = useCommand('fulfilment.addCarrierAccount', { onDone: onClose })
  const save = ({ shopId, sender, ...rest }: Fields) =>
    add.mutate({ ...rest, shopId: shopId ?? null, sender: { ...sender, district: sender.district ?? '' } })
  return (
    <FormDialog<Fields>
      open={open}
      title={t('settings.addCarrier')}
      okText={t('shared.add')}
      onClose={onClose}
      onSubmit={save}
      isBusy={add.isPending}
      width={560}
      initialValues={{ interfaceName: INTERFACES[0], isDefault: true }}
    >
      <CarrierFields />
      <SenderFields />
    </FormDialog>
  )
}

function CarrierFields() {
  const { t } = useTranslation()
  const language = useLanguage()
  const carriers = useOperation('fulfilment.listCarriers', {}).data?.rows ?? []
  const { rows: shops } = useShops()
  const rules = useRequired()
  return (
    <>
      <div className="form-pair">
        <Form.Item name="carrier" label={t('settings.carrier')} rules={rules}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={carriers.map((row) => ({ value: row.carrier, label: row[language] }))}
          />
        </Form.Item>
        <Form.Item name="interfaceName" label={t('settings.interface')} rules={rules}>
          <Select options={INTERFACES.map((value) => ({ value, label: t(`settings.interfaces.${value}`) }))} />
        </Form.Item>
      </div>
      <Form.Item name="shopId" label={t('shared.shop')}>
        <Select
          allowClear
          placeholder={t('shared.allShops')}
          options={shops.map((shop) => ({ value: shop.shopId, label: shop.name }))}
        />
      </Form.Item>
      <Form.Item name="isDefault" valuePropName="checked">
        <Checkbox>{t('settings.makeDefault')}</Checkbox>
      </Form.Item>
    </>
  )
}

function SenderFields() {
  const { t } = useTranslation()
  const rules = useRequired()
  const field = (name: keyof Fields['sender'], isNeeded = true) => (
    <Form.Item name={['sender', name]} label={t(`settings.senderFields.${name}`)} {...(isNeeded && { rules })}>
      <Input maxLength={200} />
    </Form.Item>
  )
  return (
    <section className="settings-sender">
      <h4>{t('settings.sender')}</h4>
      <div className="form-pair">
        {field('name')}
        {field('phone')}
      </div>
      <div className="form-triple">
        {field('province')}
        {field('city')}
        {field('district', false)}
      </div>
      {field('address')}
    </section>
  )
}
