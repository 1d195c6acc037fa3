import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import type { LABEL_SIZES } from '#contract/closed-lists.ts'
import type { AddOnElement } from '#contract/print-templates.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import { DrawnPage } from './drawn-page.tsx'

export type LabelSize = (typeof LABEL_SIZES)[number]

/** The area with the latest parcel that has a waybill. */
export function LabelPreview({ size, elements }: { size: LabelSize; elements: AddOnElement[] }) {
  const { t } = useTranslation()
  const wanted = useDeferredValue(elements)
  const preview = useOperation('fulfilment.previewPrintTemplate', { size, elements: wanted }, { staleMs: 60_000 }).data
  if (!preview) return null
  return (
    <>
      {preview.isSample && <span className="label-sample">{t('settings.sampleData')}</span>}
      <DrawnPage page={preview} />
    </>
  )
}
