import { Alert, App, Form, Input, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '#web/i18n/i18n.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'

type Fields = { platform: string; name: string; firstPullHours?: number }
const FIRST_PULL_HOURS = [0, 24, 72, 168, 720]

export function AddShopDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const add = useCommand('shops.addShop', {
    onDone: () => {
      void message.success(t('shops.added'))
      onClose()
    },
  })
  return (
    <FormDialog<Fields>
      open={open}
      title={t('shops.add')}
      okText={t('shared.add')}
      onClose={onClose}
      onSubmit={(fields) => add.mutate(fields)}
      isBusy={add.isPending}
      initialValues={{ firstPullHours: 24 }}
    >
      <AddShopFields />
    </FormDialog>
  )
}

function AddShopFields() {
  const { t } = useTranslation()
  const language = useLanguage()
  const form = Form.useFormInstance<Fields>()
  const platforms = useOperation('shops.listPlatforms', {}).data?.rows ?? []
  const platform = Form.useWatch('platform', form)
  const chosen = platforms.find((row) => row.platform === platform)
  const rules = useRequired()
  return (
    <>
      <Form.Item name="platform" label={t('shops.platform')} rules={rules}>
        <Radio.Group optionType="button" options={platforms.map((row) => ({ value: row.platform, label: row[language] }))} />
      </Form.Item>
      {chosen?.isSetUp === false && (
        <Form.Item>
          <Alert type="warning" showIcon title={t('shops.notSetUp')} />
        </Form.Item>
      )}
      <Form.Item name="name" label={t('shops.name')} rules={rules} extra={t('shops.nameHint')}>
        <Input maxLength={200} />
      </Form.Item>
      {chosen?.capabilities.includes('pullOrders') && (
        <Form.Item name="firstPullHours" label={t('shops.firstPull')}>
          <Select
            options={FIRST_PULL_HOURS.map((value) => ({
              value,
              label: value === 0 ? t('shops.firstPullNone') : t('shops.hours', { n: value }),
            }))}
          />
        </Form.Item>
      )}
    </>
  )
}
