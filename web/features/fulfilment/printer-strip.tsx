import { PrinterOutlined } from '@ant-design/icons'
import { Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useOperation } from '#web/shared/use-operation.ts'
import { usePrinterReasons } from './printer-reasons.ts'

/** The printers of the house at a glance, so that an empty tray is seen before labels are missing. */
export function PrinterStrip() {
  const { t } = useTranslation()
  const words = usePrinterReasons()
  const printers = useOperation('fulfilment.listPrinters', {}, { live: 5_000 }).data?.rows ?? []
  if (printers.length === 0) return null
  return (
    <Flex gap={8} wrap className="filter-bar">
      {printers.map((printer) => (
        <div key={printer.printerId} className="printer-chip" data-trouble={printer.reasons.length > 0}>
          <PrinterOutlined /> {printer.name} <StateTag kind="printer" state={printer.state} />
          {printer.waitingCount > 0 && (
            <span className="faint">{t('fulfilment.waitingSheets', { n: printer.waitingCount })}</span>
          )}
          {printer.reasons.length > 0 && <span className="warn">{words(printer.reasons)}</span>}
        </div>
      ))}
    </Flex>
  )
}
