import type { PrinterRow } from '#contract/fulfilment.ts'
import { currentLanguage } from '#web/i18n/i18n.ts'
import { useOperation } from '#web/shared/use-operation.ts'

/** A print component in the reader's language. */
export function usePrintComponentNames(): (component: NonNullable<PrinterRow['component']>) => string {
  const rows = useOperation('fulfilment.listPrintComponents', {}, { staleMs: 60_000 }).data?.rows ?? []
  const isChinese = currentLanguage() === 'zh'
  return (component) => {
    const row = rows.find((each) => each.component === component)
    return (isChinese ? row?.zh : row?.en) ?? component
  }
}
