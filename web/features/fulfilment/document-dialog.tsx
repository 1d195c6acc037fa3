import { Alert, App, Button, Flex, Modal, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DOCUMENTS, PAPERS } from '#contract/closed-lists.ts'
import type { PrinterRow } from '#contract/fulfilment.ts'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { holdsLabels, type Paper, usePaperName } from '#web/shared/use-paper-name.ts'
import { PrinterChoice } from './printer-choice.tsx'
import { saveFile } from './save-file.ts'

export type DocumentKind = (typeof DOCUMENTS)[number]
type DialogProps = { document: DocumentKind; parcelIds: readonly string[]; onClose: () => void }

/** Where a document goes: on a printer of the house, by the layout of its paper, or into a PDF. */
export function DocumentDialog(props: DialogProps) {
  const { t } = useTranslation()
  const printers = useOperation('fulfilment.listPrinters', {}, { live: 5_000 }).data?.rows
  return (
    <Modal
      open
      title={t(`fulfilment.documentTitle.${props.document}`, { n: props.parcelIds.length })}
      footer={null}
      onCancel={props.onClose}
      width={560}
    >
      {printers ? (
        <DocumentForm {...props} printers={printers.filter(({ component }) => component === null)} />
      ) : (
        <Skeleton active />
      )}
    </Modal>
  )
}

function DocumentForm({ document, parcelIds, onClose, printers }: DialogProps & { printers: readonly PrinterRow[] }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const usual = printers.find(({ printerId }) => printerId === localStorage.getItem(keyOf(document))) ?? largest(printers)
  const [chosenId, setChosenId] = useState(usual?.printerId)
  const print = useCommand('fulfilment.printDocuments', {
    onDone: ({ againCount }) => {
      void message.success(againCount > 0 ? t('fulfilment.documentAgain', { n: againCount }) : t('fulfilment.documentSent'))
      onClose()
    },
  })
  const start = (printerId: string) => {
    localStorage.setItem(keyOf(document), printerId)
    print.mutate({ document, parcelIds: [...parcelIds], printerId })
  }
  return (
    <Flex vertical gap={16}>
      {printers.length === 0 ? (
        <Alert type="info" title={t('fulfilment.noPrinters')} />
      ) : (
        <PrinterChoice printers={printers} chosen={chosenId ? [chosenId] : []} onChange={([id]) => setChosenId(id)} onlyOne />
      )}
      <Flex justify="space-between" gap={8} wrap>
        <DownloadDocument document={document} parcelIds={parcelIds} onDone={onClose} />
        <Button
          type="primary"
          autoFocus
          disabled={chosenId === undefined}
          loading={print.isPending}
          onClick={() => chosenId && start(chosenId)}
        >
          {t('fulfilment.startPrint')}
        </Button>
      </Flex>
    </Flex>
  )
}

function DownloadDocument({ document, parcelIds, onDone }: Omit<DialogProps, 'onClose'> & { onDone: () => void }) {
  const { t } = useTranslation()
  const nameOf = usePaperName()
  const [paper, setPaper] = useState<Paper>('A4')
  const download = useCommand('fulfilment.downloadDocuments', {
    onDone: ({ fileId }) => {
      saveFile(fileId)
      onDone()
    },
  })
  return (
    <Flex gap={8} align="center" wrap>
      <Select
        value={paper}
        onChange={setPaper}
        aria-label={t('fulfilment.paper')}
        options={PAPERS.map((value) => ({ value, label: nameOf(value) }))}
        style={{ width: 140 }}
      />
      <Button loading={download.isPending} onClick={() => download.mutate({ document, parcelIds: [...parcelIds], paper })}>
        {t('fulfilment.downloadPdf')}
      </Button>
    </Flex>
  )
}

const keyOf = (document: DocumentKind): string => `zhanggui.printer.${document}`
/** A sheet of paper rather than a label. */
const largest = (printers: readonly PrinterRow[]): PrinterRow | undefined =>
  printers.find(({ paper }) => !holdsLabels(paper)) ?? printers[0]
