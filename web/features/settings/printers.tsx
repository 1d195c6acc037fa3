import { PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Form, Input, Popconfirm, Radio, Select, type TableColumnsType, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LABEL_SIZES, PAPERS } from '#contract/closed-lists.ts'
import type { PrinterRow } from '#contract/fulfilment.ts'
import { useMay } from '#web/app/session.ts'
import { usePrintComponentNames } from '#web/features/fulfilment/print-component/component-names.ts'
import { deskOfThisBrowser } from '#web/features/fulfilment/print-component/this-desk.ts'
import { usePrinterReasons } from '#web/features/fulfilment/printer-reasons.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { holdsLabels, usePaperName } from '#web/shared/use-paper-name.ts'
import { AddDeskPrinter } from './add-desk-printer.tsx'
import { AdjustDeskPrinter, type AdjustedPrinter } from './adjust-desk-printer.tsx'

export function Printers() {
  const { t } = useTranslation()
  const [adding, setAdding] = useState<'network' | 'desk' | null>(null)
  const close = () => setAdding(null)
  const printers = useOperation('fulfilment.listPrinters', {}, { live: true })
  const columns = useColumns()
  const add = (
    <Flex gap={8} wrap>
      <Button icon={<PlusOutlined />} onClick={() => setAdding('desk')}>
        {t('settings.addDeskPrinter')}
      </Button>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding('network')}>
        {t('settings.addPrinter')}
      </Button>
    </Flex>
  )
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" align="center" gap={8} wrap>
        <Typography.Text type="secondary">{t('settings.printersHint')}</Typography.Text>
        {add}
      </Flex>
      <DataTable
        rows={printers.data?.rows ?? []}
        rowKey="printerId"
        columns={columns}
        card={(row) => <PrinterCard row={row} />}
        list={{ isLoading: printers.isLoading, error: printers.error, reload: () => void printers.refetch() }}
        empty={{ title: t('settings.noPrinters'), hint: t('settings.noPrintersHint') }}
      />
      <AddPrinter open={adding === 'network'} onClose={close} />
      <AddDeskPrinter open={adding === 'desk'} onClose={close} />
    </Flex>
  )
}

function useColumns(): TableColumnsType<PrinterRow> {
  const { t } = useTranslation()
  const placeOf = usePlace()
  const paperName = usePaperName()
  return [
    { title: t('settings.name'), dataIndex: 'name', width: 160, render: (name: string) => <strong>{name}</strong> },
    { title: t('settings.url'), width: 230, ellipsis: true, render: (_, row) => placeOf(row) },
    { title: t('settings.language'), width: 90, render: (_, row) => (row.component ? '–' : row.language.toUpperCase()) },
    { title: t('settings.labelSize'), width: 125, render: (_, row) => paperName(row.paper) },
    { title: t('settings.state'), width: 170, render: (_, row) => <PrinterState row={row} /> },
    { title: t('settings.waiting'), dataIndex: 'waitingCount', width: 70, align: 'end' },
    { title: '', width: 150, render: (_, row) => <PrinterActions row={row} /> },
  ]
}

/** Where a printer is: its address, or the component and the desk whose browser speaks to it. */
function usePlace(): (row: PrinterRow) => string {
  const names = usePrintComponentNames()
  return (row) => (row.component ? `${names(row.component)} · ${row.deskName}` : row.url)
}

function PrinterState({ row }: { row: PrinterRow }) {
  const words = usePrinterReasons()
  return (
    <Flex vertical gap={2} align="start">
      <span>
        <StateTag kind="printer" state={row.state} /> {row.checkedAt && <Moment at={row.checkedAt} />}
      </span>
      {row.reasons.length > 0 && <Typography.Text type="warning">{words(row.reasons)}</Typography.Text>}
    </Flex>
  )
}

function PrinterActions({ row }: { row: PrinterRow }) {
  const { t } = useTranslation()
  const { printerId } = row
  const check = useCommand('fulfilment.checkPrinter')
  const atDesk = usePrinterOfThisDesk(printerId)
  const [isAdjusting, setAdjusting] = useState(false)
  const remove = useCommand('fulfilment.removePrinter')
  return (
    <Flex gap={4}>
      {row.component === null && (
        <Button size="small" loading={check.isPending} onClick={() => check.mutate({ printerId })}>
          {t('settings.check')}
        </Button>
      )}
      {atDesk && (
        <Button size="small" onClick={() => setAdjusting(true)}>
          {t('settings.adjust')}
        </Button>
      )}
      {atDesk && isAdjusting && <AdjustDeskPrinter printer={atDesk} onClose={() => setAdjusting(false)} />}
      <Popconfirm title={t('settings.removePrinterAsk')} onConfirm={() => remove.mutate({ printerId })}>
        <Button size="small" type="text" danger loading={remove.isPending}>
          {t('shared.remove')}
        </Button>
      </Popconfirm>
    </Flex>
  )
}

/** A component is only reached from the computer it runs on. */
function usePrinterOfThisDesk(printerId: string): AdjustedPrinter | undefined {
  const deskId = deskOfThisBrowser()
  const may = useMay()
  const enabled = deskId !== null && may('fulfilment.print')
  const desk = useOperation('fulfilment.readDesk', { deskId: deskId ?? '' }, { enabled })
  return desk.data?.printers.find((each) => each.printerId === printerId)
}

function PrinterCard({ row }: { row: PrinterRow }) {
  const placeOf = usePlace()
  const paperName = usePaperName()
  return (
    <Flex vertical gap={6}>
      <strong>{row.name}</strong>
      <Typography.Text type="secondary">
        {placeOf(row)} · {paperName(row.paper)}
      </Typography.Text>
      <PrinterState row={row} />
      <PrinterActions row={row} />
    </Flex>
  )
}

type Fields = { name: string; url: string; language: PrinterRow['language']; paper: PrinterRow['paper'] }

function AddPrinter({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const paperName = usePaperName()
  const add = useCommand('fulfilment.addPrinter', { onDone: onClose })
  const rules = useRequired()
  return (
    <FormDialog<Fields>
      open={open}
      title={t('settings.addPrinter')}
      okText={t('shared.add')}
      onClose={onClose}
      onSubmit={(fields) => add.mutate(fields)}
      isBusy={add.isPending}
      initialValues={{ paper: '76x130', language: 'pdf' }}
    >
      <Form.Item name="name" label={t('settings.name')} rules={rules}>
        <Input autoFocus maxLength={200} placeholder={t('settings.printerNameHint')} />
      </Form.Item>
      <Form.Item
        name="url"
        label={t('settings.url')}
        extra={t('settings.urlHint')}
        rules={[...rules, { pattern: /^(ipps?|socket):\/\/[^\s]+$/, message: t('settings.urlWrong') }]}
      >
        <Input placeholder="ipp://192.168.1.20:631/ipp/print" />
      </Form.Item>
      <Form.Item name="language" label={t('settings.language')} extra={t('settings.languageHint')}>
        <Radio.Group
          optionType="button"
          options={(['pdf', 'tspl', 'zpl'] as const).map((value) => ({ value, label: value.toUpperCase() }))}
        />
      </Form.Item>
      <Form.Item name="paper" label={t('settings.labelSize')}>
        <Select
          options={[
            { label: t('settings.labelPapers'), options: LABEL_SIZES.map((value) => ({ value, label: paperName(value) })) },
            {
              label: t('settings.documentPapers'),
              options: PAPERS.filter((value) => !holdsLabels(value)).map((value) => ({ value, label: paperName(value) })),
            },
          ]}
        />
      </Form.Item>
    </FormDialog>
  )
}
