import { Alert, Checkbox, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CarrierAccountRow } from '#contract/fulfilment.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import type { InputOf, OutputOf } from '#web/shared/api.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { PROVINCES } from './provinces.ts'

type Fields = InputOf<'fulfilment.addCarrierAccount'>
type WaybillInterface = OutputOf<'fulfilment.listCarriers'>['interfaces'][number]

/** Binds an account: the interface that is chosen says what has to be typed. */
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
      initialValues={{ interfaceName: 'cainiao', isDefault: true }}
    >
      <CarrierFields />
      <SenderFields />
    </FormDialog>
  )
}

type EditFields = Pick<Fields, 'sender' | 'isDefault' | 'account' | 'unservedProvinces'>
export function EditCarrierAccount({ row, onClose }: { row: CarrierAccountRow; onClose: () => void }) {
  const { t } = useTranslation()
  const edit = useCommand('fulfilment.editCarrierAccount', { onDone: onClose })
  const { interfaces } = useCarriers()
  const chosen = interfaces.find(({ interfaceName }) => interfaceName === row.interfaceName)
  const save = ({ sender, account, ...rest }: EditFields) =>
    edit.mutate({
      ...{ carrierAccountId: row.carrierAccountId, version: row.version, ...rest },
      sender: { ...sender, district: sender.district ?? '' },
      ...(account && Object.values(account).some(Boolean) && { account: withoutEmpty(account) }),
    })
  return (
    <FormDialog<EditFields>
      open
      title={t('settings.editCarrier', { name: row.carrierName })}
      onClose={onClose}
      onSubmit={save}
      isBusy={edit.isPending}
      width={560}
      initialValues={{ sender: row.sender, isDefault: row.isDefault, unservedProvinces: row.unservedProvinces }}
    >
      {chosen && <CredentialFields chosen={chosen} isKept />}
      <ReachFields />
      <SenderFields />
    </FormDialog>
  )
}

const withoutEmpty = (account: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(account).filter((pair): pair is [string, string] => Boolean(pair[1])))

function useCarriers() {
  const { data } = useOperation('fulfilment.listCarriers', {})
  return { carriers: data?.rows ?? [], interfaces: data?.interfaces ?? [] }
}

function CarrierFields() {
  const { t } = useTranslation()
  const language = useLanguage()
  const { carriers, interfaces } = useCarriers()
  const { rows: shops } = useShops()
  const rules = useRequired()
  const form = Form.useFormInstance<Fields>()
  const interfaceName = Form.useWatch('interfaceName', form)
  const chosen = interfaces.find((each) => each.interfaceName === interfaceName)
  const offered = carriers.filter(({ carrier }) => chosen?.carriers?.includes(carrier) ?? true)
  return (
    <>
      <div className="form-pair">
        <Form.Item name="interfaceName" label={t('settings.interface')} rules={rules}>
          <Select
            options={interfaces.map((each) => ({ value: each.interfaceName, label: each[language] }))}
            onChange={() => form.setFieldValue('carrier', undefined)}
          />
        </Form.Item>
        <Form.Item name="carrier" label={t('settings.carrier')} rules={rules}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={offered.map((row) => ({ value: row.carrier, label: row[language] }))}
          />
        </Form.Item>
      </div>
      {chosen && <CredentialFields chosen={chosen} />}
      <Form.Item name="shopId" label={t('shared.shop')}>
        <Select
          allowClear
          placeholder={t('shared.allShops')}
          options={shops.map((shop) => ({ value: shop.shopId, label: shop.name }))}
        />
      </Form.Item>
      <ReachFields />
    </>
  )
}

/** `isKept`: something was typed before; what is left empty stays. Secrets never come back. */
function CredentialFields({ chosen, isKept = false }: { chosen: WaybillInterface; isKept?: boolean }) {
  const { t } = useTranslation()
  const language = useLanguage()
  if (chosen.platform !== null) return <Alert className="form-hint" type="info" title={t('settings.platformAccount')} />
  return (
    <section className="settings-sender">
      <h4>{t('settings.credentials')}</h4>
      <div className="form-pair">
        {chosen.fields.map(({ name, secret, optional, ...label }) => (
          <Form.Item
            key={name}
            name={['account', name]}
            label={label[language]}
            rules={[{ required: !optional && !isKept, whitespace: true, message: t('shared.required') }]}
          >
            {secret ? (
              <Input.Password autoComplete="new-password" maxLength={500} placeholder={isKept ? t('settings.keepEmpty') : ''} />
            ) : (
              <Input autoComplete="off" maxLength={500} placeholder={isKept ? t('settings.keepEmpty') : ''} />
            )}
          </Form.Item>
        ))}
      </div>
    </section>
  )
}

function ReachFields() {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name="unservedProvinces" label={t('settings.unserved')} extra={t('settings.unservedHint')}>
        <Select mode="multiple" allowClear options={PROVINCES.map((value) => ({ value, label: value }))} />
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
