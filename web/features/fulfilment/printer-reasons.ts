import { useTranslation } from 'react-i18next'
import type { fulfilmentTexts } from './texts.ts'

type Reason = keyof (typeof fulfilmentTexts)['reasons']

/** A printer's own words (RFC 8011, e.g. media-empty-error) in the reader's. Unknown ones are shown as they came. */
export function usePrinterReasons(): (reasons: readonly string[]) => string {
  const { t } = useTranslation()
  return (reasons) => {
    const words = reasons.map((reason) => {
      const plain = reason.replace(/-(error|warning|report)$/, '') as Reason
      return t(`fulfilment.reasons.${plain}`, { defaultValue: reason })
    })
    return [...new Set(words)].join('、')
  }
}
