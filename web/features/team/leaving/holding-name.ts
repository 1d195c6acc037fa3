import { useTranslation } from 'react-i18next'
import { leavingTexts } from './texts.ts'

/** The word for a kind of things an account holds; one that is new to this page is shown by its own name. */
export function useHoldingName(): (kind: string) => string {
  const { t } = useTranslation()
  return (kind) => (Object.hasOwn(leavingTexts.holding, kind) ? t(`leaving.holding.${kind}` as 'leaving.holding.parcel') : kind)
}
