import { Button, Flex, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import type { PrintedDocumentRow } from '#contract/documents.ts'
import { useMayCall } from '#web/app/session.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import { useOperationPages } from '#web/shared/use-operation.ts'

/** Delivery notes and pick lists that went to printers, and what became of each. */
export function PrintedDocuments() {
  const { t } = useTranslation()
  const documents = useOperationPages('fulfilment.listPrintedDocuments', {}, { live: 5_000 })
  const columns: TableColumnsType<PrintedDocumentRow> = [
    { title: t('fulfilment.job'), width: 170, render: (_, row) => <Moment at={row.createdAt} exact /> },
    { title: t('fulfilment.document'), width: 100, render: (_, row) => t(`fulfilment.documents.${row.document}`) },
    { title: t('fulfilment.documentNumber'), width: 200, dataIndex: 'number' },
    { title: t('fulfilment.parcels'), width: 80, align: 'end', dataIndex: 'parcelCount' },
    { title: t('fulfilment.printer'), width: 150, dataIndex: 'printerName' },
    { title: t('fulfilment.by'), width: 110, dataIndex: 'startedBy' },
    { title: t('fulfilment.state'), width: 200, render: (_, row) => <DocumentState row={row} /> },
    { title: '', width: 90, render: (_, row) => <CancelDocument row={row} /> },
  ]
  return (
    <DataTable
      rows={documents.rows}
      rowKey="documentId"
      columns={columns}
      card={(row) => (
        <Flex vertical gap={4}>
          <Flex justify="space-between" gap={8}>
            <strong>{t(`fulfilment.documents.${row.document}`)}</strong>
            <Moment at={row.createdAt} />
          </Flex>
          <span className="faint">{[row.number, row.printerName].filter(Boolean).join(' · ')}</span>
          <DocumentState row={row} />
          <CancelDocument row={row} />
        </Flex>
      )}
      list={documents}
      empty={{ title: t('fulfilment.noDocuments'), hint: t('fulfilment.noDocumentsHint') }}
    />
  )
}

/** A printer that does not come back would keep it for ever. */
function CancelDocument({ row }: { row: PrintedDocumentRow }) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const title = t('fulfilment.cancelDocument')
  const cancel = useBulkCommand('fulfilment.cancelDocuments', { title, nameOf: () => row.number })
  if (row.state !== 'queued' || !mayCall('fulfilment.cancelDocuments')) return null
  return (
    <Button size="small" loading={cancel.isPending} onClick={() => cancel.run({ documentIds: [row.documentId] })}>
      {title}
    </Button>
  )
}

function DocumentState({ row }: { row: PrintedDocumentRow }) {
  return (
    <Flex gap={6} wrap>
      <StateTag kind="sheet" state={row.state} />
      {row.problem !== '' && <span className="warn">{row.problem}</span>}
    </Flex>
  )
}
