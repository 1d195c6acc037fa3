import { Button, Form, InputNumber, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StockRow } from '#contract/inventory.ts'
import { useCommand } from '#web/shared/use-operation.ts'

/** Stock that is kept back and never sold; a click changes it. */
export function SafetyButton({ row, mayAct }: { row: StockRow; mayAct: boolean }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const save = useCommand('inventory.setSafety', { onDone: () => setOpen(false) })
  if (!mayAct) return row.safety
  const form = (
    <Form
      layout="inline"
      initialValues={{ safety: row.safety }}
      onFinish={({ safety }: { safety: number }) => save.mutate({ skuId: row.skuId, safety })}
    >
      <Form.Item name="safety" rules={[{ required: true, message: t('shared.required') }]}>
        <InputNumber autoFocus min={0} max={1_000_000} precision={0} style={{ width: 110 }} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('shared.save')}
      </Button>
    </Form>
  )
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      title={t('inventory.safetyHint')}
      content={form}
      destroyOnHidden
    >
      <Button type="text" size="small">
        {row.safety}
      </Button>
    </Popover>
  )
}
