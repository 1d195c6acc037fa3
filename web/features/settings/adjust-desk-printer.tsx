import { Alert, Form, InputNumber, Radio } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ComponentLine, openComponentLine } from '#web/features/fulfilment/print-component/component-line.ts'
import type { PrinterConfig } from '#web/features/fulfilment/print-component/component-messages.ts'
import { componentUrl } from '#web/features/fulfilment/print-component/this-desk.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { FormDialog } from '#web/shared/form-dialog.tsx'
import { useOperation } from '#web/shared/use-operation.ts'

export type AdjustedPrinter = Pick<OutputOf<'fulfilment.readDesk'>['printers'][number], 'name' | 'component' | 'deviceName'>
type Answer = { state: 'asking' } | { state: 'closed' } | { state: 'read'; config: PrinterConfig }
const MOST_OFFSET = 50

/** Where the component puts the label on the paper. It keeps this on this computer; nothing of it goes to the server. */
export function AdjustDeskPrinter({ printer, onClose }: { printer: AdjustedPrinter; onClose: () => void }) {
  const { t } = useTranslation()
  const { url, answer } = useConfigOf(printer)
  const [saving, setSaving] = useState({ isBusy: false, problem: '' })
  const save = async (config: PrinterConfig) => {
    setSaving({ isBusy: true, problem: '' })
    const problem = await onLine(url, (line) => line.configure(printer.deviceName, config)).catch(() =>
      t('settings.componentClosed'),
    )
    setSaving({ isBusy: false, problem })
    if (problem === '') onClose()
  }
  const offset = <InputNumber min={-MOST_OFFSET} max={MOST_OFFSET} step={0.5} />
  return (
    <FormDialog<PrinterConfig>
      key={answer.state}
      open
      title={t('settings.adjustTitle', { name: printer.name })}
      onClose={onClose}
      onSubmit={(config) => void save(config)}
      isBusy={saving.isBusy}
      isBlocked={answer.state !== 'read'}
      {...(answer.state === 'read' && { initialValues: answer.config })}
    >
      {(answer.state === 'closed' || saving.problem !== '') && (
        <Form.Item>
          <Alert type="warning" showIcon title={saving.problem || t('settings.componentClosed')} />
        </Form.Item>
      )}
      <Form.Item name="horizontalOffset" label={t('settings.horizontalOffset')}>
        {offset}
      </Form.Item>
      <Form.Item name="verticalOffset" label={t('settings.verticalOffset')} extra={t('settings.offsetHint')}>
        {offset}
      </Form.Item>
      <Form.Item name="orientation" label={t('settings.orientation')} extra={t('settings.adjustHint')}>
        <Radio.Group
          optionType="button"
          options={(['portrait', 'landscape'] as const).map((value) => ({ value, label: t(`settings.orientations.${value}`) }))}
        />
      </Form.Item>
    </FormDialog>
  )
}

function useConfigOf({ component, deviceName }: AdjustedPrinter): { url: string; answer: Answer } {
  const rows = useOperation('fulfilment.listPrintComponents', {}, { staleMs: 60_000 }).data?.rows
  const row = rows?.find((each) => each.component === component)
  const url = row ? componentUrl(row) : ''
  const [answer, setAnswer] = useState<Answer>({ state: 'asking' })
  useEffect(() => {
    if (url === '') return undefined
    let isCurrent = true
    onLine(url, (line) => line.configOf(deviceName)).then(
      (config) => isCurrent && setAnswer({ state: 'read', config }),
      () => isCurrent && setAnswer({ state: 'closed' }),
    )
    return () => {
      isCurrent = false
    }
  }, [url, deviceName])
  return { url, answer }
}

async function onLine<T>(url: string, work: (line: ComponentLine) => Promise<T>): Promise<T> {
  const line = await openComponentLine(url, { onNews: () => undefined, onClosed: () => undefined })
  return work(line).finally(() => line.close())
}
