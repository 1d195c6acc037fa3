import { Form, Input, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Permission } from '#contract/permissions.ts'
import { ShopSelect } from '#web/shared/shop-select.tsx'
import { FunctionPicker } from './function-picker.tsx'

export type AppFields = {
  name: string
  publisher: string
  homePage?: string
  clientType: 'public' | 'confidential'
  redirectUris: string
  functions: Permission[]
  shopIds?: string[]
}

/** What the server wants, from what was typed. */
export const detailsOf = ({ name, publisher, homePage, redirectUris, functions, shopIds }: AppFields) => ({
  name: name.trim(),
  publisher: publisher.trim(),
  homePage: homePage?.trim() ?? '',
  redirectUris: redirectUris.split(/\s+/).filter((line) => line !== ''),
  functions,
  shopIds: shopIds && shopIds.length > 0 ? shopIds : null,
})

/** The fields that installing and editing share. */
export function AppFormFields({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation()
  const required = [{ required: true, whitespace: true, message: t('shared.required') }]
  const chosen = [{ required: true, message: t('shared.required') }]
  return (
    <>
      <Form.Item name="name" label={t('apps.form.name')} rules={required}>
        <Input maxLength={200} autoFocus placeholder={t('apps.form.nameHint')} />
      </Form.Item>
      <Form.Item name="publisher" label={t('apps.form.publisher')} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="homePage" label={t('apps.form.homePage')} rules={[{ type: 'url' }]}>
        <Input maxLength={500} placeholder="https://" />
      </Form.Item>
      {isNew && (
        <Form.Item name="clientType" label={t('apps.form.clientType')}>
          <Radio.Group
            options={[
              { value: 'confidential', label: t('apps.form.confidential') },
              { value: 'public', label: t('apps.form.public') },
            ]}
          />
        </Form.Item>
      )}
      <Form.Item name="redirectUris" label={t('apps.form.redirectUris')} rules={required} extra={t('apps.form.redirectHint')}>
        <Input.TextArea autoSize={{ minRows: 1, maxRows: 5 }} placeholder="https://app.example/callback" />
      </Form.Item>
      <Form.Item name="functions" label={t('apps.form.functions')} rules={chosen} extra={t('apps.form.functionsHint')}>
        <FunctionPicker />
      </Form.Item>
      <Form.Item name="shopIds" label={t('apps.form.shops')}>
        <ShopSelect placeholder={t('shared.allShopsAlsoFuture')} />
      </Form.Item>
    </>
  )
}
