import { Alert, Button, Checkbox, Flex, Modal, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LABEL_SIZES } from '#contract/closed-lists.ts'
import type { PrinterRow } from '#contract/fulfilment.ts'
import { useShowRefusals } from '#web/shared/refusals.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { holdsLabels, usePaperName } from '#web/shared/use-paper-name.ts'
import { PrinterChoice, rememberPrinters, usualPrinters } from './printer-choice.tsx'
import { saveFile } from './save-file.ts'

type PrintDialogProps = {
  parcelIds: readonly string[]
  nameOf: (parcelId: string) => string
  onStarted: (batchId: string) => void
  onClose: () => void
}

/** Where to print: on one or several printers of the house, or into a PDF. */
export function PrintDialog(props: PrintDialogProps) {
  const { t } = useTranslation()
  const printers = useOperation('fulfilment.listPrinters', {}, { live: 5_000 })
  return (
    <Modal
      open
      title={t('fulfilment.printTitle', { n: props.parcelIds.length })}
      footer={null}
      onCancel={props.onClose}
      width={560}
    >
      {printers.data ? (
        <PrintForm {...props} printers={printers.data.rows.filter(({ paper }) => holdsLabels(paper))} />
      ) : (
        <Skeleton active />
      )}
    </Modal>
  )
}

function PrintForm({ parcelIds, nameOf, onStarted, onClose, printers }: PrintDialogProps & { printers: readonly PrinterRow[] }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState(() => usualPrinters(printers))
  const [withDeliveryNote, setWithDeliveryNote] = useState(false)
  const ids = [...parcelIds]
  const print = useCommand('fulfilment.printParcels', { onDone: ({ batchId }) => onStarted(batchId) })
  const hasComponent = printers.some(({ printerId, component }) => component !== null && chosen.includes(printerId))
  const start = () => {
    rememberPrinters(chosen)
    print.mutate({ parcelIds: ids, printerIds: chosen, withDeliveryNote })
  }
  return (
    <Flex vertical gap={16}>
      {printers.length === 0 ? (
        <Alert type="info" title={t('fulfilment.noLabelPrinters')} />
      ) : (
        <>
          <PrinterChoice printers={printers} chosen={chosen} onChange={setChosen} />
          {hasComponent && <span className="faint">{t('fulfilment.componentHint')}</span>}
          {printers.length > 1 && <span className="faint">{t('fulfilment.printersHint')}</span>}
        </>
      )}
      <Checkbox checked={withDeliveryNote} onChange={(event) => setWithDeliveryNote(event.target.checked)}>
        {t('fulfilment.withDeliveryNote')}
      </Checkbox>
      <Flex justify="space-between" gap={8} wrap>
        <DownloadPdf parcelIds={ids} nameOf={nameOf} withDeliveryNote={withDeliveryNote} onDone={onClose} />
        <Button type="primary" autoFocus disabled={chosen.length === 0} loading={print.isPending} onClick={start}>
          {t('fulfilment.startPrint')}
        </Button>
      </Flex>
    </Flex>
  )
}

type DownloadPdfProps = {
  parcelIds: string[]
  nameOf: (parcelId: string) => string
  withDeliveryNote: boolean
  onDone: () => void
}

function DownloadPdf({ parcelIds, nameOf, withDeliveryNote, onDone }: DownloadPdfProps) {
  const { t } = useTranslation()
  const showRefusals = useShowRefusals()
  const paperName = usePaperName()
  const [size, setSize] = useState<(typeof LABEL_SIZES)[number]>('76x130')
  const download = useCommand('fulfilment.downloadLabels', {
    onDone: ({ fileId, done, refused }) => {
      if (refused.length > 0) showRefusals({ title: t('fulfilment.downloadPdf'), refused, nameOf })
      if (done.length > 0) saveFile(fileId)
      onDone()
    },
  })
  return (
    <Flex gap={8} align="center" wrap>
      <Select
        value={size}
        onChange={setSize}
        aria-label={t('fulfilment.paper')}
        options={LABEL_SIZES.map((value) => ({ value, label: paperName(value) }))}
        style={{ width: 140 }}
      />
      <Button
        title={t('fulfilment.downloadHint')}
        loading={download.isPending}
        onClick={() => download.mutate({ parcelIds, size, withDeliveryNote, reason: t('fulfilment.downloadPdf') })}
      >
        {t('fulfilment.downloadPdf')}
      </Button>
    </Flex>
  )
}
