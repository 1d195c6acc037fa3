import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import type { AddOnElement } from '#contract/print-templates.ts'
import { useOperation } from '#web/shared/use-operation.ts'

/** The area exactly as it prints: the server lays it out, this draws the marks. */
export function LabelPreview({ size, elements }: { size: '76x130' | '100x180'; elements: AddOnElement[] }) {
  const { t } = useTranslation()
  const wanted = useDeferredValue(elements)
  const preview = useOperation('fulfilment.previewPrintTemplate', { size, elements: wanted }, { staleMs: 60_000 }).data
  if (!preview) return null
  return (
    <>
      {preview.isSample && <span className="label-sample">{t('settings.sampleData')}</span>}
      <svg
        className="label-preview"
        viewBox={`0 0 ${preview.width} ${preview.height}`}
        role="img"
        aria-label={t('settings.preview')}
      >
        {preview.boxes.map((box) => (
          <rect key={`${box.x} ${box.y} ${box.width} ${box.height}`} {...box} />
        ))}
        {preview.texts.map(({ x, y, sizePt, isBold, text, width }) => (
          <text
            key={`${x} ${y} ${text}`}
            x={x}
            y={y}
            fontSize={sizePt}
            fontWeight={isBold ? 700 : 400}
            textLength={width}
            lengthAdjust="spacingAndGlyphs"
          >
            {text}
          </text>
        ))}
      </svg>
    </>
  )
}
