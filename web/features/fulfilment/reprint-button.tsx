import { Button, Flex, Form, Input, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#web/app/session.ts'
import { FormDialog } from '#web/shared/form-dialog.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { holdsLabels } from '#web/shared/use-paper-name.ts'
import { PrinterChoice, usualPrinters } from './printer-choice.tsx'

type ReprintButtonProps = {
  parcelIds: string[]
  shopId?: string
  preferredPrinterId?: string
  onStarted?: (batchId: string) => void
}

/** Prints labels once more; why is asked and logged, because two labels of one parcel can be misused. */
export function ReprintButton(props: ReprintButtonProps) {
  const { t } = useTranslation()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  if (!may('fulfilment.reprint', props.shopId)) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('fulfilment.reprint')}</Button>
      {isOpen && <ReprintDialog {...props} close={() => setOpen(false)} />}
    </>
  )
}

function ReprintDialog({ parcelIds, preferredPrinterId, onStarted, close }: ReprintButtonProps & { close: () => void }) {
  const { t } = useTranslation()
  const all = useOperation('fulfilment.listPrinters', {}, { live: 5_000 }).data?.rows ?? []
  const printers = all.filter(({ paper }) => holdsLabels(paper))
  const [chosenId, setChosenId] = useState(preferredPrinterId)
  const printerId = chosenId ?? usualPrinters(printers)[0]
  const reprint = useCommand('fulfilment.reprintParcels', {
    onDone: ({ batchId }) => {
      onStarted?.(batchId)
      close()
    },
  })
  return (
    <FormDialog<{ reason: string }>
      open
      title={t('fulfilment.reprintTitle', { n: parcelIds.length })}
      okText={t('fulfilment.reprint')}
      isBlocked={printerId === undefined}
      isBusy={reprint.isPending}
      onSubmit={({ reason }) => printerId && reprint.mutate({ parcelIds, printerId, reason: reason.trim() })}
      onClose={close}
      width={500}
    >
      <Form.Item label={t('fulfilment.printer')}>
        <PrinterChoice printers={printers} chosen={printerId ? [printerId] : []} onChange={([id]) => setChosenId(id)} onlyOne />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('shared.reason')}
        rules={[{ required: true, whitespace: true, message: t('shared.reasonNeeded') }]}
      >
        <Input autoFocus maxLength={1000} placeholder={t('shared.reasonHint')} />
      </Form.Item>
      <UsualReasons />
    </FormDialog>
  )
}

function UsualReasons() {
  const { t } = useTranslation()
  const form = Form.useFormInstance<{ reason: string }>()
  return (
    <Flex gap="small" wrap>
      {(['jam', 'faint', 'torn', 'lost'] as const).map((reason) => (
        <Tag
          key={reason}
          style={{ cursor: 'pointer' }}
          onClick={() => form.setFieldValue('reason', t(`fulfilment.reprintReasons.${reason}`))}
        >
          {t(`fulfilment.reprintReasons.${reason}`)}
        </Tag>
      ))}
    </Flex>
  )
}
