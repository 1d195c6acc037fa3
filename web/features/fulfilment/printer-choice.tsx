import { Checkbox, Flex, Radio, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { PrinterRow } from '#contract/fulfilment.ts'
import { StateTag } from '#web/shared/state-tag.tsx'
import { usePaperName } from '#web/shared/use-paper-name.ts'
import { usePrintComponentNames } from './print-component/component-names.ts'
import { usePrinterReasons } from './printer-reasons.ts'

type PrinterChoiceProps = {
  printers: readonly PrinterRow[]
  chosen: readonly string[]
  onChange: (printerIds: string[]) => void
  onlyOne?: boolean
}

/** Printers as tickable lines with what they say about themselves right now. */
export function PrinterChoice({ printers, chosen, onChange, onlyOne }: PrinterChoiceProps) {
  if (onlyOne)
    return (
      <Radio.Group className="printer-choice" value={chosen[0] ?? null} onChange={(event) => onChange([event.target.value])}>
        {printers.map((printer) => (
          <Radio key={printer.printerId} value={printer.printerId}>
            <PrinterLine printer={printer} />
          </Radio>
        ))}
      </Radio.Group>
    )
  return (
    <Checkbox.Group className="printer-choice" value={[...chosen]} onChange={onChange}>
      {printers.map((printer) => (
        <Checkbox key={printer.printerId} value={printer.printerId}>
          <PrinterLine printer={printer} />
        </Checkbox>
      ))}
    </Checkbox.Group>
  )
}

function PrinterLine({ printer }: { printer: PrinterRow }) {
  const { t } = useTranslation()
  const words = usePrinterReasons()
  const names = usePrintComponentNames()
  const paperName = usePaperName()
  return (
    <Flex gap={8} align="center" wrap>
      <strong>{printer.name}</strong>
      {printer.component !== null && <Tag>{`${names(printer.component)} · ${printer.deskName}`}</Tag>}
      <span className="faint">{paperName(printer.paper)}</span>
      <StateTag kind="printer" state={printer.state} />
      {printer.waitingCount > 0 && <span className="faint">{t('fulfilment.waitingSheets', { n: printer.waitingCount })}</span>}
      {printer.reasons.length > 0 && <span className="warn">{words(printer.reasons)}</span>}
    </Flex>
  )
}

const STORAGE_KEY = 'zhanggui.printers'

/** The printers this desk used last, as far as they still exist; otherwise the first that is well. */
export function usualPrinters(printers: readonly PrinterRow[]): string[] {
  const stored = (localStorage.getItem(STORAGE_KEY) ?? '').split(',')
  const still = printers.filter((printer) => stored.includes(printer.printerId)).map((printer) => printer.printerId)
  if (still.length > 0) return still
  const first = printers.find((printer) => printer.state === 'idle' || printer.state === 'printing') ?? printers[0]
  return first ? [first.printerId] : []
}

export function rememberPrinters(printerIds: readonly string[]) {
  localStorage.setItem(STORAGE_KEY, printerIds.join(','))
}
