import { Alert, Button, Checkbox, Flex, Form, Input, Select, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'

type NumberedParcel = { parcelId: string; parcelNumber: string; carrier: string; waybillNumber: string }
type ChangeNumberProps = { parcel: NumberedParcel; shopId?: string; size?: 'small' | 'middle' }

/** Another carrier or waybill number for a parcel that has left; its platforms are told. */
export function ChangeNumberButton({ parcel, shopId, size = 'middle' }: ChangeNumberProps) {
  const { t } = useTranslation()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  if (!may('fulfilment.ship', shopId)) return null
  return (
    <>
      <Button size={size} onClick={() => setOpen(true)}>
        {t('fulfilment.change.button')}
      </Button>
      {isOpen && <ChangeNumberDialog parcel={parcel} close={() => setOpen(false)} />}
    </>
  )
}

type Fields = { carrier: string; waybillNumber: string; reason: string; giveBack: boolean }

function ChangeNumberDialog({ parcel, close }: { parcel: NumberedParcel; close: () => void }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const required = useRequired()
  const carriers = useOperation('fulfilment.listCarriers', {}).data?.rows ?? []
  const change = useCommand('fulfilment.changeShipment', { onDone: close })
  const { parcelId, waybillNumber: replaces } = parcel
  return (
    <FormDialog<Fields>
      open
      title={t('fulfilment.change.title', { number: parcel.parcelNumber })}
      okText={t('fulfilment.change.button')}
      isBusy={change.isPending}
      initialValues={{ carrier: parcel.carrier, giveBack: false }}
      onSubmit={(fields) =>
        change.mutate({
          ...{ parcelId, replaces, carrier: fields.carrier, giveBack: fields.giveBack },
          ...{ waybillNumber: fields.waybillNumber.trim(), reason: fields.reason.trim() },
        })
      }
      onClose={close}
      width={500}
    >
      <Flex vertical gap={12}>
        <Alert type="info" title={t('fulfilment.change.hint', { number: replaces })} />
        <div>
          <Form.Item name="carrier" label={t('fulfilment.change.carrier')} rules={required}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={carriers.map((row) => ({ value: row.carrier, label: row[language] }))}
            />
          </Form.Item>
          <Form.Item
            name="waybillNumber"
            label={t('fulfilment.change.number')}
            rules={[
              ...required,
              { pattern: /^\s*[A-Za-z0-9-]{6,40}\s*$/, message: t('fulfilment.change.numberForm') },
              {
                validator: (_, value) =>
                  String(value ?? '').trim() === replaces
                    ? Promise.reject(new Error(t('fulfilment.change.numberSame')))
                    : Promise.resolve(),
              },
            ]}
          >
            <Input autoFocus maxLength={60} />
          </Form.Item>
          <Form.Item name="reason" label={t('shared.reason')} rules={required}>
            <Input maxLength={1000} placeholder={t('shared.reasonHint')} />
          </Form.Item>
          <UsualReasons />
        </div>
        <Form.Item name="giveBack" valuePropName="checked" extra={t('fulfilment.change.giveBackHint')} noStyle={false}>
          <Checkbox>{t('fulfilment.change.giveBack', { number: replaces })}</Checkbox>
        </Form.Item>
      </Flex>
    </FormDialog>
  )
}

function UsualReasons() {
  const { t } = useTranslation()
  const form = Form.useFormInstance<Fields>()
  return (
    <Flex gap="small" wrap>
      {(['wrong', 'voided', 'lost', 'carrier'] as const).map((reason) => (
        <Tag
          key={reason}
          style={{ cursor: 'pointer' }}
          onClick={() => form.setFieldValue('reason', t(`fulfilment.change.reasons.${reason}`))}
        >
          {t(`fulfilment.change.reasons.${reason}`)}
        </Tag>
      ))}
    </Flex>
  )
}
