import { Form, Input, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import type { SkuRow } from '#contract/catalog.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useCommand } from '#web/shared/use-operation.ts'

type Fields = { code: string; title: string; variant?: string; minPrice?: number | null; weightGrams?: number | null }

/** A new item, or one that is changed. Prices are typed in yuan and kept in fen. */
export function SkuDialog({ sku, onClose }: { sku: SkuRow | null; onClose: () => void }) {
  const { t } = useTranslation()
  const add = useCommand('catalog.addSku', { onDone: onClose })
  const edit = useCommand('catalog.editSku', { onDone: onClose })
  const save = ({ code, title, variant = '', minPrice, weightGrams }: Fields) => {
    const fields = {
      title,
      variant,
      minPriceFen: typeof minPrice === 'number' ? Math.round(minPrice * 100) : null,
      weightGrams: weightGrams ?? null,
    }
    if (sku) edit.mutate({ skuId: sku.skuId, version: sku.version, ...fields })
    else add.mutate({ code, ...fields })
  }
  return (
    <FormDialog<Fields>
      open
      title={sku ? t('catalog.edit', { code: sku.code }) : t('catalog.add')}
      onClose={onClose}
      onSubmit={save}
      isBusy={add.isPending || edit.isPending}
      initialValues={sku ? fieldsOf(sku) : {}}
    >
      <SkuFields isNew={sku === null} />
    </FormDialog>
  )
}

function fieldsOf(sku: SkuRow): Fields {
  const { code, title, variant, weightGrams } = sku
  return { code, title, variant, weightGrams, minPrice: sku.minPriceFen === null ? null : sku.minPriceFen / 100 }
}

function SkuFields({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation()
  const rules = useRequired()
  return (
    <>
      {isNew && (
        <Form.Item name="code" label={t('catalog.code')} rules={rules} extra={t('catalog.codeHint')}>
          <Input autoFocus maxLength={200} />
        </Form.Item>
      )}
      <Form.Item name="title" label={t('catalog.name')} rules={rules}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="variant" label={t('catalog.variant')}>
        <Input maxLength={200} placeholder={t('catalog.variantHint')} />
      </Form.Item>
      <Form.Item name="minPrice" label={t('catalog.minPrice')} extra={t('catalog.minPriceHint')}>
        <InputNumber min={0} precision={2} prefix="¥" style={{ width: 200 }} />
      </Form.Item>
      <Form.Item name="weightGrams" label={t('catalog.weight')}>
        <InputNumber min={0} max={1_000_000} precision={0} suffix="g" style={{ width: 200 }} />
      </Form.Item>
    </>
  )
}
